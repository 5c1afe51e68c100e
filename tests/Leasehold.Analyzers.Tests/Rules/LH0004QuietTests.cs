namespace Leasehold.Analyzers.Tests;

public sealed class LH0004QuietTests() : RuleSpecification(new NotDisposedAnalyzer())
{
    [Theory]
    [InlineData("await using var c = await source.OpenConnectionAsync(ct); await c.ExecuteAsync(\"SELECT 1\");")]
    [InlineData("using (var c = source.OpenConnection()) { c.Execute(\"SELECT 1\"); }")]
    [InlineData("using var scope = new TransactionScope(); scope.Complete();")]
    [InlineData("await using var lease = (await pools.Api.LeaseAsync(ct).ConfigureAwait(false));")]
    [InlineData(
        """
        var lease = await pools.Api.LeaseAsync(ct); await using (lease.ConfigureAwait(false)) {
        lease.Connection.Execute("SELECT 1"); }
        """)]
    [InlineData(
        """
        var c = await source.OpenConnectionAsync(ct); await using var held = c.ConfigureAwait(false);
        c.Execute("SELECT 1");
        """)]
    [InlineData("var c = source.OpenConnection(); using (c) { c.Execute(\"SELECT 1\"); }")]
    [InlineData(
        """
        await using var context = new Shop(new DbContextOptions<Shop>());
        await using var tx = await context.Database.BeginTransactionAsync(ct); await tx.CommitAsync(ct);
        """)]
    [InlineData(
        """
        await shop.Database.BeginTransactionAsync(ct); await shop.SaveChangesAsync(ct);
        await shop.Database.CommitTransactionAsync(ct);
        """)]
    public Task Local_InUsing_StaysQuiet(string body) => Quiet(body);

    [Theory]
    [InlineData("var c = source.OpenConnection(); try { c.Execute(\"SELECT 1\"); } finally { c.Dispose(); }")]
    [InlineData(
        """
        NpgsqlConnection? c = null; try { c = source.OpenConnection(); c.Execute("SELECT 1"); } finally {
        c?.Dispose(); }
        """)]
    [InlineData(
        """
        NpgsqlConnection? c = null; try { c = source.OpenConnection(); } finally { if (c is not null) {
        await c.DisposeAsync(); } }
        """)]
    [InlineData(
        """
        var c = source.OpenConnection(); try { c.Execute("SELECT 1"); } catch { c.Dispose(); throw; } return c;
        """)]
    [InlineData("var c = source.OpenConnection(); try { c.Execute(\"SELECT 1\"); } finally { await c.CloseAsync(); }")]
    [InlineData("var c = source.OpenConnection(); c.Dispose();")]
    [InlineData(
        """
        var c = source.OpenConnection(); while (true) { try { c.Execute("SELECT 1"); } finally { c.Dispose(); }
        break; }
        """)]
    [InlineData("var c = source.OpenConnection(); if (c != null) { c.Dispose(); }")]
    public Task Local_DisposedOnEveryPath_StaysQuiet(string body) => Quiet(body);

    [Theory]
    [InlineData("var c = new NpgsqlConnection(\"\"); await c.OpenAsync(ct); return c;")]
    [InlineData("var c = source.OpenConnection(); return (c, id);")]
    [InlineData("var c = source.OpenConnection(); var all = new List<DbConnection>(); all.Add(c);")]
    [InlineData("var c = source.OpenConnection(); var all = new[] { c }; return all;")]
    [InlineData("var c = source.OpenConnection(); return Task.FromResult<DbConnection>(c);")]
    [InlineData("var c = source.OpenConnection(); return new Lazy<DbConnection>(c);")]
    [InlineData("var c = source.OpenConnection(); AppDomain.CurrentDomain.ProcessExit += (_, _) => c.Dispose();")]
    [InlineData("return await source.OpenConnectionAsync(ct);")]
    [InlineData("var opening = source.OpenConnectionAsync(ct); await using var c = await opening;")]
    [InlineData(
        """
        var c = source.OpenConnection(); var command = new NpgsqlCommand("SELECT 1", c);
        return command.ExecuteReader(CommandBehavior.CloseConnection);
        """)]
    [InlineData("var c = shop.Database.GetDbConnection(); await c.ExecuteAsync(\"SELECT 1\");")]
    [InlineData("var reader = new DataTable().CreateDataReader(); reader.Read();")]
    public Task Value_OfAnotherOwner_StaysQuiet(string body) => Quiet(body);

    [Fact]
    public Task Local_KeptInAFieldOrGivenToAMethodThatDisposes_StaysQuiet() => Quiet(
        """
        members:
        private DbConnection? _kept;
        public void Keep() => _kept = source.OpenConnection();
        public void KeepLater() { var connection = source.OpenConnection(); _kept = connection; }
        public void Give() { var connection = source.OpenConnection(); End(connection); }
        public void Out(out DbConnection result) { var connection = source.OpenConnection(); result = connection; }
        private static void End(DbConnection connection) => connection.Dispose();
        """);

    [Fact]
    public Task Local_OfAMethodThatLends_StaysQuiet() => Quiet(
        """
        members:
        private readonly List<DbConnection> _all = [];
        public void Run() { var connection = Lend(); connection.Execute("SELECT 1"); }
        private DbConnection Lend()
        {
            var connection = source.OpenConnection();
            _all.Add(connection);
            return connection;
        }
        """);
}
