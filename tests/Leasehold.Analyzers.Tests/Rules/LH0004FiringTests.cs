namespace Leasehold.Analyzers.Tests;

public sealed class LH0004FiringTests() : RuleSpecification(new NotDisposedAnalyzer())
{
    [Theory]
    [InlineData("var c = await [|source.OpenConnectionAsync(ct)|]; await c.ExecuteAsync(\"SELECT 1\");")]
    [InlineData("var c = [|new NpgsqlConnection(\"\")|]; c.Open(); c.Execute(\"SELECT 1\"); c.Dispose();")]
    [InlineData(
        """
        var lease = await [|pools.Api.LeaseAsync(ct)|]; await lease.Connection.ExecuteAsync("SELECT 1");
        await lease.DisposeAsync();
        """)]
    [InlineData("var session = await [|pools.BeginSessionAsync(cancellationToken: ct)|]; await session.CommitAsync();")]
    [InlineData(
        """
        await using var c = source.OpenConnection(); var tx = [|c.BeginTransaction()|]; c.Execute("SELECT 1");
        tx.Commit();
        """)]
    [InlineData(
        """
        await using var command = source.CreateCommand("SELECT 1");
        var reader = await [|command.ExecuteReaderAsync(ct)|]; while (await reader.ReadAsync(ct)) { }
        """)]
    [InlineData(
        """
        await using var c = source.OpenConnection(); var reader = [|c.ExecuteReader("SELECT 1")|];
        reader.Read();
        """)]
    [InlineData("var scope = [|new TransactionScope()|]; await shop.SaveChangesAsync(ct); scope.Complete();")]
    [InlineData("var context = [|new Shop(new DbContextOptions<Shop>())|]; context.Orders.ToList();")]
    [InlineData("var linq = [|new DataConnection()|]; linq.GetTable<Order>().ToList();")]
    public Task Local_NeverOrNotSafelyDisposed_Fires(string body) => Fires(body);

    [Theory]
    [InlineData("var c = [|source.OpenConnection()|]; if (id > 0) { return null; } c.Dispose();")]
    [InlineData(
        """
        var c = [|source.OpenConnection()|]; try { c.Execute("SELECT 1"); c.Dispose(); }
        catch (NpgsqlException) { }
        """)]
    [InlineData(
        """
        var c = [|source.OpenConnection()|]; try { c.Execute("SELECT 1"); } catch (NpgsqlException) {
        c.Dispose(); throw; } c.Dispose();
        """)]
    [InlineData(
        """
        var c = [|source.OpenConnection()|]; try { await Task.Delay(1, ct); } finally { Console.WriteLine(); }
        """)]
    [InlineData("NpgsqlConnection c; while (id > 0) { c = [|source.OpenConnection()|]; }")]
    [InlineData("var c = [|source.OpenConnection()|]; c = null;")]
    [InlineData("var c = [|source.OpenConnection()|]; switch (id) { case 1: c.Dispose(); break; default: break; }")]
    [InlineData(
        """
        var c = await [|source.OpenConnectionAsync(ct)|]; var tx = await c.BeginTransactionAsync(ct);
        return (c, tx);
        """)]
    [InlineData(
        """
        var c = [|new NpgsqlConnection()|]; using var command = new NpgsqlCommand("SELECT 1", c);
        command.ExecuteNonQuery();
        """)]
    [InlineData(
        """
        Func<Task> work = async () => { var c = await [|source.OpenConnectionAsync()|];
        await c.ExecuteAsync("SELECT 1"); }; await work();
        """)]
    [InlineData(
        """
        await Inner(); async Task Inner() { var c = await [|source.OpenConnectionAsync()|];
        await c.ExecuteAsync("SELECT 1"); }
        """)]
    public Task Local_LostOnOnePath_Fires(string body) => Fires(body);

    [Theory]
    [InlineData("[|source.OpenConnection()|].Execute(\"SELECT 1\");")]
    [InlineData("(await [|pools.Api.LeaseAsync(ct)|]).Connection.Execute(\"SELECT 1\");")]
    [InlineData("[|new Shop(new DbContextOptions<Shop>())|].Orders.ToList();")]
    [InlineData("await [|source.OpenConnectionAsync(ct)|];")]
    [InlineData("_ = [|source.OpenConnection()|];")]
    public Task Temporary_ThatNobodyKeeps_Fires(string body) => Fires(body);

    [Fact]
    public Task Local_OfAContextFactory_Fires() => Fires(
        """
        members:
        public static async Task<int> RunAsync(IDbContextFactory<Shop> factory, CancellationToken ct)
        {
            var context = await [|factory.CreateDbContextAsync(ct)|];
            return await context.Orders.CountAsync(ct);
        }
        """);

    [Fact]
    public Task Local_OfAMethodThatOpens_Fires() => Fires(
        """
        members:
        public async Task RunAsync(CancellationToken ct)
        {
            var connection = await [|OpenAsync(ct)|];
            await connection.ExecuteAsync("SELECT 1");
        }
        private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct) => await source.OpenConnectionAsync(ct);
        """);

    [Fact]
    public Task Local_OfAnIteratorThatMayBeLeft_Fires() => Fires(
        """
        members:
        public IEnumerable<int> Numbers()
        {
            var connection = [|source.OpenConnection()|];
            yield return 1;
            connection.Dispose();
        }
        """);

    [Theory]
    [InlineData("var c = source.OpenConnection();", "'c' is never disposed: its connection is not given back")]
    [InlineData(
        """
        var c = source.OpenConnection(); c.Execute(""); c.Dispose();
        """,
        "'c' is not disposed when something throws first: its connection is not given back")]
    [InlineData(
        """
        var c = source.OpenConnection(); if (id > 0) { c.Dispose(); }
        """,
        "'c' is not disposed on every path: its connection is not given back")]
    public async Task Message_TellsHowItIsLost(string body, string message)
        => Assert.Equal(message, await MessageOf(body));
}
