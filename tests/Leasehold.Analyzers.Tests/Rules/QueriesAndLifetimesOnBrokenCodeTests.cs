using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers.Tests;

/// <summary>Code while it is being written: queries, disposal, background work and units of work.</summary>
public sealed class QueriesAndLifetimesOnBrokenCodeTests
{
    [Theory]
    [InlineData("var c = await source.OpenConnectionAsync(")]
    [InlineData("var c = source.OpenConnection(; c.")]
    [InlineData("using var = source.OpenConnection();")]
    [InlineData("var c = c.BeginTransaction(); c = ;")]
    [InlineData("NpgsqlConnection c = new NpgsqlConnection(missing)) try { } finally { c.Dispose(")]
    [InlineData("shop.Orders.Single(o => o.);")]
    [InlineData("shop.Orders.Where(o => ).First(o =>")]
    [InlineData("var q = q.Where(o => o.Id == id); q.First();")]
    [InlineData("shop.Missing.Single(x => x.Id == id); db.Orders.First();")]
    [InlineData("from o in shop.Orders where select")]
    [InlineData("source.OpenConnection().QuerySingle<Nothing>(); source.OpenConnection().QuerySingle(sql: 1);")]
    [InlineData(
        """
        var sql = sql + "SELECT '"; source.OpenConnection().QueryFirst(sql);
        source.OpenConnection().QueryFirst("SELECT [ FROM (");
        """)]
    [InlineData(
        """
        source.OpenConnection().QueryFirst(""); source.OpenConnection().QueryFirst(";");
        source.OpenConnection().QuerySingle("SELECT 1 FROM");
        """)]
    [InlineData(
        """
        Task.Run(); Task.Run(() => shop.); _ = shop.SaveChangesAsync(; _ = Task.Factory.StartNew(shop.Nothing);
        """)]
    [InlineData("foreach (var x in ) { session.CommitAsync(); tx.Commit() }")]
    [InlineData("goto nowhere; await using (var c = source.OpenConnection()) { yield return c; } again: goto again;")]
    [InlineData(
        """
        await pools.InSessionAsync(async (session, token) => { await session.CommitAsync();
        session.CommitAsync( }, ct);
        """)]
    [InlineData("return; int Inner( { var c = source.OpenConnection(); }")]
    public Task Body_ThatDoesNotCompile_IsLookedAtWithoutFailing(string body) => LookAtAsync(Sample.Of(body).Source);

    [Theory]
    [InlineData("class A : BackgroundService { ConnectionPools p; Task X => p.Api.LeaseAsync( }")]
    [InlineData("class A { DbConnection c = new NpgsqlConnection(\"\"; DbConnection P => c.BeginTransaction( ; }")]
    [InlineData("class A : A { A(DbContext c) : this(Task.Run(() => c)) { } }")]
    [InlineData(
        """
        [Index(nameof(, IsUnique = )] [PrimaryKey] class E { [Key( int Id { get; } } class D : DbContext {
        DbSet<E> Es; void M() { Es.Single(e => e.Id); Entity().HasKey(x => ).HasIndex().IsUnique(; } }
        """)]
    [InlineData(
        """
        partial class A { partial DbConnection Open(); partial DbConnection Open() => Open(); void M() {
        var c = Open(); } }
        """)]
    [InlineData("interface I { DbConnection Open() => this.Open(); } record R(DbConnection C) { DbConnection X = C; }")]
    public Task Members_ThatDoNotCompile_AreLookedAtWithoutFailing(string members)
        => LookAtAsync(Sample.Of("members:" + members).Source);

    [Fact]
    public async Task File_CutAnywhere_IsLookedAtWithoutFailing()
    {
        const string whole =
            """
            await using var lease = await pools.Api.LeaseAsync(ct);
            var tx = await lease.Connection.BeginTransactionAsync(ct);
            foreach (var o in shop.Orders.Where(o => o.State == "x")) { await tx.CommitAsync(ct); }
            _ = Task.Run(() => lease.Connection.QuerySingle<Order>("SELECT * FROM orders WHERE state = 'x'"));
            return await shop.Orders.SingleOrDefaultAsync(o => o.State == "x" && o.Id == id, ct);
            """;
        for (var length = 0; length < whole.Length; length += 23)
        {
            await LookAtAsync(Sample.Of(whole[..length]).Source);
        }
    }

    private static async Task LookAtAsync(string source)
    {
        var compilation = RuleRun.Compile(source);
        DiagnosticAnalyzer[] rules =
        [
            new UnsafeQueryAnalyzer(),
            new NotDisposedAnalyzer(),
            new BackgroundWorkAnalyzer(),
            new OneUnitOfWorkAnalyzer(),
        ];

        var found = await RuleRun.DiagnosticsAsync(compilation, rules);

        Assert.All(found, static diagnostic => Assert.StartsWith("LH000", diagnostic.Id, StringComparison.Ordinal));
    }
}
