namespace Leasehold.Analyzers.Tests;

public sealed class LH0007FiringTests() : RuleSpecification(new OneUnitOfWorkAnalyzer())
{
    [Theory]
    [InlineData(
        """
        await pools.InSessionAsync(async (session, token) => { foreach (var i in new[] { 1, 2 }) {
        await [|session.CommitAsync()|]; } }, ct);
        """)]
    [InlineData(
        """
        await using var session = await pools.BeginSessionAsync(cancellationToken: ct); while (id > 0) {
        await [|session.CommitAsync()|]; }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); await using var tx = c.BeginTransaction(); for (var i = 0;
        i < 9; i++) { [|tx.Commit()|]; }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); var tx = c.BeginTransaction(); do {
        await [|tx.CommitAsync(ct)|]; } while (id > 0);
        """)]
    [InlineData("using var scope = new TransactionScope(); foreach (var i in new[] { 1 }) { [|scope.Complete()|]; }")]
    [InlineData(
        """
        await using var tx = await shop.Database.BeginTransactionAsync(ct);
        await foreach (var o in shop.Orders.AsAsyncEnumerable()) { await [|tx.CommitAsync(ct)|]; }
        """)]
    [InlineData("foreach (var i in new[] { 1 }) { await [|shop.Database.CommitTransactionAsync(ct)|]; }")]
    public Task Commit_InALoop_Fires(string body) => Fires(body);

    [Theory]
    [InlineData(
        """
        await using var session = await pools.BeginSessionAsync(cancellationToken: ct);
        await session.CommitAsync(); await [|session.CommitAsync()|];
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); var tx = c.BeginTransaction(); if (id > 0) { tx.Commit(); }
        [|tx.Commit()|];
        """)]
    [InlineData(
        """
        await using var session = await pools.BeginSessionAsync(cancellationToken: ct);
        await session.Transaction.CommitAsync(ct); await [|session.CommitAsync()|];
        """)]
    public Task Commit_ASecondTime_Fires(string body) => Fires(body);

    [Theory]
    [InlineData(
        """
        await using var lease = await pools.Api.LeaseAsync(ct);
        using (var a = lease.Connection.BeginTransaction()) { a.Commit(); }
        using (var b = [|lease.Connection.BeginTransaction()|]) { b.Commit(); }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); using (var a = c.BeginTransaction()) { a.Commit(); }
        using (var b = [|c.BeginTransaction()|]) { b.Commit(); }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); foreach (var i in new[] { 1, 2 }) {
        await using var tx = await [|c.BeginTransactionAsync(ct)|]; await tx.CommitAsync(ct); }
        """)]
    [InlineData(
        """
        IDbConnection c = source.OpenConnection(); using (c) { var a = c.BeginTransaction(); a.Rollback();
        var b = [|c.BeginTransaction()|]; b.Commit(); }
        """)]
    [InlineData(
        """
        await pools.InSessionAsync(async (session, token) => {
        await using var tx = await [|session.Connection.BeginTransactionAsync(token)|];
        await tx.CommitAsync(token); }, ct);
        """)]
    public Task Begin_ASecondTransaction_Fires(string body) => Fires(body);

    [Fact]
    public Task Commit_OfASessionThatTheCallerGave_Fires() => Fires(
        """
        members:
        public static async Task SaveAllAsync(Session session, IEnumerable<int> items)
        {
            foreach (var item in items)
            {
                await session.Connection.ExecuteAsync("INSERT INTO t VALUES (1)", null, session.Transaction);
                await [|session.CommitAsync()|];
            }
        }
        """);

    [Fact]
    public async Task Message_NamesTheVariable() => Assert.StartsWith(
        "'tx' may commit a second time",
        await MessageOf(
                "using var c = source.OpenConnection(); var tx = c.BeginTransaction(); tx.Commit(); tx.Commit();"),
        StringComparison.Ordinal);
}
