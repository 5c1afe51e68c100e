namespace Leasehold.Analyzers.Tests;

public sealed class LH0002FiringTests() : RuleSpecification(new ExternalCallInQueryLoopAnalyzer())
{
    [Fact]
    public Task Call_InAReaderLoop_Fires() => Fires(
        """
        await using var command = source.CreateCommand("SELECT id FROM orders");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_InASynchronousReaderLoop_Fires() => Fires(
        """
        using var connection = source.OpenConnection();
        using var reader = connection.CreateCommand().ExecuteReader();
        while (reader.Read())
        {
            using var reply = [|http.Send(new HttpRequestMessage(HttpMethod.Get, "rate"))|];
        }
        """);

    [Fact]
    public Task Call_InADapperReaderLoop_Fires() => Fires(
        """
        using var reader = await source.OpenConnection().ExecuteReaderAsync("SELECT id FROM orders");
        while (reader.Read())
        {
            await [|gateway.ChargeAsync(reader.GetInt32(0), ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfAnEfStream_Fires() => Fires(
        """
        await foreach (var order in shop.Orders.Where(o => o.State == "new").AsAsyncEnumerable())
        {
            await [|gateway.ChargeAsync(order.Id, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfAnEfStreamWithCancellation_Fires() => Fires(
        """
        var rows = shop.Orders.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct);
        await foreach (var order in rows.ConfigureAwait(false))
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfATable_Fires() => Fires(
        """
        await foreach (var order in shop.Orders)
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfASynchronousQuery_Fires() => Fires(
        """
        foreach (var order in shop.Orders.Where(o => o.State == "new"))
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfAQueryInAVariable_Fires() => Fires(
        """
        var rows = shop.Orders.OrderBy(o => o.Id).AsAsyncEnumerable();
        await foreach (var order in rows)
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfAnUnbufferedDapperQuery_Fires() => Fires(
        """
        await using var connection = new NpgsqlConnection("");
        await foreach (var order in connection.QueryUnbufferedAsync<Order>("SELECT * FROM orders"))
        {
            await [|http.PostAsync("pay", null, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfAQueryWithoutBuffer_Fires() => Fires(
        """
        using var connection = new NpgsqlConnection("");
        foreach (var order in connection.Query<Order>("SELECT * FROM orders", buffered: false))
        {
            await [|port.ChargeAsync(order.Id, ct)|];
        }
        """);

    [Fact]
    public Task Call_ForEachRowOfALinq2DbTable_Fires() => Fires(
        """
        members:
        public async Task RunAsync(DataConnection db, CancellationToken ct)
        {
            foreach (var order in db.GetTable<Order>().Where(o => o.Id > 3))
            {
                await [|http.PostAsync("pay", null, ct)|];
            }
        }
        """);

    [Fact]
    public Task Call_InANestedLoopAndBranch_Fires() => Fires(
        """
        await foreach (var order in shop.Orders.AsAsyncEnumerable())
        {
            for (var i = 0; i < 3; i++)
            {
                if (order.Id > i) { await [|http.PostAsync("pay", null, ct)|]; }
            }
        }
        """);

    [Fact]
    public Task Call_ForEachRowInsideOfASession_Fires() => Fires(
        """
        await pools.InSessionAsync(async (session, token) =>
        {
            await using var command = session.Connection.CreateCommand();
            await using var reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                await [|http.PostAsync("pay", null, token)|];
            }
        }, ct);
        """);

    [Fact]
    public Task Call_InALoopOverAReaderThatWasGiven_Fires() => Fires(
        """
        members:
        public async Task RunAsync(DbDataReader reader, CancellationToken ct)
        {
            while (await reader.ReadAsync(ct)) { await [|gateway.ChargeAsync(1, ct)|]; }
        }
        """);
}
