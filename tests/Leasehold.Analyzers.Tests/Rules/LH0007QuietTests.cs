namespace Leasehold.Analyzers.Tests;

public sealed class LH0007QuietTests() : RuleSpecification(new OneUnitOfWorkAnalyzer())
{
    [Theory]
    [InlineData(
        """
        await pools.InSessionAsync(async (session, token) => { foreach (var i in new[] { 1, 2 }) {
        await session.Connection.ExecuteAsync("SELECT 1"); } await session.CommitAsync(); }, ct);
        """)]
    [InlineData(
        """
        foreach (var i in new[] { 1, 2 }) {
        await using var session = await pools.BeginSessionAsync(cancellationToken: ct);
        await session.CommitAsync(); }
        """)]
    [InlineData(
        """
        foreach (var i in new[] { 1, 2 }) { await using var c = source.OpenConnection();
        await using var tx = c.BeginTransaction(); tx.Commit(); }
        """)]
    [InlineData(
        """
        foreach (var i in new[] { 1, 2 }) { await pools.InSessionAsync(async (session, token) => {
        await session.CommitAsync(); }, ct); }
        """)]
    [InlineData("foreach (var i in new[] { 1, 2 }) { using var scope = new TransactionScope(); scope.Complete(); }")]
    public Task Unit_ForEachItem_StaysQuiet(string body) => Quiet(body);

    [Theory]
    [InlineData(
        """
        await using var c = source.OpenConnection(); await using var tx = c.BeginTransaction(); while (true) {
        if (id > 0) { tx.Commit(); break; } }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); await using var tx = c.BeginTransaction();
        foreach (var i in new[] { 1 }) { if (i == id) { tx.Commit(); return null; } }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); await using var tx = c.BeginTransaction(); if (id > 0) {
        tx.Commit(); } else { await tx.CommitAsync(ct); }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); await using var tx = c.BeginTransaction(); if (id > 0) {
        tx.Rollback(); return null; } tx.Commit();
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); await using var tx = c.BeginTransaction();
        foreach (var i in new[] { 1 }) { await tx.SaveAsync("point", ct); } tx.Commit();
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); var tx = c.BeginTransaction(); tx.Commit(); c.Close();
        var other = source.OpenConnection(); var second = other.BeginTransaction(); second.Commit();
        """)]
    public Task Commit_OnceOnEachPath_StaysQuiet(string body) => Quiet(body);

    [Theory]
    [InlineData(
        """
        while (true) { try { await using var tx = await shop.Database.BeginTransactionAsync(ct);
        await tx.CommitAsync(ct); return null; } catch (DbException) { } }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); for (var i = 0; i < 3; i++) { try {
        using var tx = c.BeginTransaction(); tx.Commit(); return null; } catch (DbException) { } }
        """)]
    [InlineData(
        """
        var c = source.OpenConnection(); c.BeginTransaction().Commit(); c = source.OpenConnection();
        c.BeginTransaction().Commit();
        """)]
    [InlineData(
        """
        await using var tx = await shop.Database.BeginTransactionAsync(ct); foreach (var i in new[] { 1, 2 }) {
        shop.Add(new Order()); await shop.SaveChangesAsync(ct); } await tx.CommitAsync(ct);
        """)]
    [InlineData("foreach (var i in new[] { 1, 2 }) { shop.Add(new Order()); await shop.SaveChangesAsync(ct); }")]
    [InlineData(
        """
        for (var i = 0; i < 2; i++) { await using var tx = await shop.Database.BeginTransactionAsync(ct);
        await tx.CommitAsync(ct); }
        """)]
    public Task Retry_OrAContextThatGivesBackBetween_StaysQuiet(string body) => Quiet(body);

    [Fact]
    public Task Commit_OfAnythingElse_StaysQuiet() => Quiet(
        """
        members:
        public static void Run(Draft draft)
        {
            foreach (var i in new[] { 1, 2 }) { draft.Commit(); }
            draft.BeginTransaction();
            draft.BeginTransaction();
        }
        public sealed class Draft { public void Commit() { } public void BeginTransaction() { } }
        """);
}
