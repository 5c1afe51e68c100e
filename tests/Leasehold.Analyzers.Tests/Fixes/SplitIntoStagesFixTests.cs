using Leasehold.CodeFixes;

namespace Leasehold.Analyzers.Tests;

public sealed class SplitIntoStagesFixTests()
    : FixSpecification(new ExternalCallWhileHeldAnalyzer(), new SplitIntoStagesFix())
{
    [Fact]
    public Task Fix_OfATransaction_CommitsBeforeTheCallAndSavesInANewOne() => Becomes(
        """
        members:
            public async Task RunAsync(int id, CancellationToken ct)
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var amount = await connection.ExecuteScalarAsync<int>("SELECT 1", transaction: transaction);

                var reply = await gateway.ChargeAsync(amount, ct);

                await connection.ExecuteAsync("UPDATE orders SET state = @reply", new { reply }, transaction);
                await transaction.CommitAsync(CancellationToken.None);
            }
        """,
        """
        members:
            public async Task RunAsync(int id, CancellationToken ct)
            {
                int amount;

                {
                    await using var connection = await source.OpenConnectionAsync(ct);
                    await using var transaction = await connection.BeginTransactionAsync(ct);
                    amount = await connection.ExecuteScalarAsync<int>("SELECT 1", transaction: transaction);
                    await transaction.CommitAsync(CancellationToken.None);
                }

                var reply = await gateway.ChargeAsync(amount, ct);

                {
                    await using var connection = await source.OpenConnectionAsync(ct);
                    await using var transaction = await connection.BeginTransactionAsync(ct);

                    await connection.ExecuteAsync("UPDATE orders SET state = @reply", new { reply }, transaction);
                    await transaction.CommitAsync(CancellationToken.None);
                }
            }
        """);

    [Fact]
    public Task Fix_OfACallWithNothingBeforeIt_MakesItFirst() => Becomes(
        """
        members:
            public async Task RunAsync(int id, CancellationToken ct)
            {
                using var connection = new NpgsqlConnection("");
                await connection.OpenAsync(ct);
                var reply = await gateway.ChargeAsync(id, ct);
                await connection.ExecuteAsync("UPDATE orders SET state = @reply", new { reply });
            }
        """,
        """
        members:
            public async Task RunAsync(int id, CancellationToken ct)
            {
                var reply = await gateway.ChargeAsync(id, ct);

                {
                    using var connection = new NpgsqlConnection("");
                    await connection.OpenAsync(ct);
                    await connection.ExecuteAsync("UPDATE orders SET state = @reply", new { reply });
                }
            }
        """);

    [Fact]
    public Task Fix_OfACallThatIsLast_GivesTheConnectionBackFirst() => Becomes(
        """
        members:
            public async Task RunAsync(int id, CancellationToken ct)
            {
                await using var lease = await pools.Api.LeaseAsync(ct);
                var amount = await lease.Connection.ExecuteScalarAsync<int>("SELECT 1");
                await gateway.ChargeAsync(amount, ct);
            }
        """,
        """
        members:
            public async Task RunAsync(int id, CancellationToken ct)
            {
                int amount;

                {
                    await using var lease = await pools.Api.LeaseAsync(ct);
                    amount = await lease.Connection.ExecuteScalarAsync<int>("SELECT 1");
                }

                await gateway.ChargeAsync(amount, ct);
            }
        """);

    [Fact]
    public Task Fix_WhereTheCallNeedsTheConnection_IsNotOffered() => StaysAsItIs(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await http.PostAsync(connection.Database, null, ct);
        """);

    [Fact]
    public Task Fix_WhereSomethingDisposableIsNeededAfterwards_IsNotOffered() => StaysAsItIs(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        await http.PostAsync("pay", null, ct);
        await command.ExecuteNonQueryAsync(ct);
        """);

    [Fact]
    public Task Fix_WhereTheTransactionIsNotCommittedAfterwards_IsNotOffered() => StaysAsItIs(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("SELECT 1", transaction: transaction);
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Fix_WhereTheCallIsInsideOfAnotherStatement_IsNotOffered() => StaysAsItIs(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        if (id > 0) { await http.PostAsync("pay", null, ct); }
        """);

    [Theory]
    [InlineData("await connection.ExecuteAsync(\"SELECT pg_advisory_lock(1)\");")]
    [InlineData("await connection.ExecuteAsync(\"SELECT id FROM orders WHERE id = 1 FOR UPDATE\");")]
    [InlineData("await connection.ExecuteAsync(\"CREATE TEMP TABLE picked (id int)\");")]
    [InlineData("await connection.ExecuteAsync(\"SET search_path = shop\");")]
    [InlineData("await connection.ExecuteAsync(\"LISTEN orders\");")]
    [InlineData("await connection.ExecuteAsync(\"UPDATE orders SET state = 'x'\"); int Twice(int n) => n * 2;")]
    public Task Block_ThatReliesOnItsConnection_StaysAsItIs(string first) => StaysAsItIs(
        $$"""
        await using var connection = await source.OpenConnectionAsync(ct);
        {{first}}
        await http.PostAsync("pay", null, ct);
        await connection.ExecuteAsync("UPDATE orders SET state = 'paid'");
        """);
}
