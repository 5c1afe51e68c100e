namespace Leasehold.Analyzers.Tests;

public sealed class LH0002QuietTests() : RuleSpecification(new ExternalCallInQueryLoopAnalyzer())
{
    [Fact]
    public Task Call_ForEachOfAList_StaysQuiet() => Quiet(
        """
        foreach (var order in await shop.Orders.ToListAsync(ct))
        {
            await http.PostAsync("pay", null, ct);
        }
        """);

    [Fact]
    public Task Call_ForEachOfAListInAVariable_StaysQuiet() => Quiet(
        """
        var orders = await shop.Orders.ToListAsync(ct);
        foreach (var order in orders) { await http.PostAsync("pay", null, ct); }
        """);

    [Fact]
    public Task Call_AfterTheReaderLoop_StaysQuiet() => Quiet(
        """
        await using var command = source.CreateCommand("SELECT id FROM orders");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<int>();
        while (await reader.ReadAsync(ct)) { found.Add(reader.GetInt32(0)); }
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_AfterTheStream_StaysQuiet() => Quiet(
        """
        await foreach (var order in shop.Orders.AsAsyncEnumerable()) { id += order.Id; }
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task Call_ForEachOfABufferedDapperQuery_StaysQuiet() => Quiet(
        """
        await using var connection = new NpgsqlConnection("");
        foreach (var order in connection.Query<Order>("SELECT 1")) { await http.PostAsync("pay", null, ct); }
        """);

    [Fact]
    public Task Call_ForEachOfAnAwaitedDapperQuery_StaysQuiet() => Quiet(
        """
        await using var connection = new NpgsqlConnection("");
        foreach (var order in await connection.QueryAsync<Order>("SELECT * FROM orders"))
        {
            await http.PostAsync("pay", null, ct);
        }
        """);

    [Fact]
    public Task Call_ForEachOfAChannel_StaysQuiet() => Quiet(
        """
        await foreach (var number in channel.Reader.ReadAllAsync(ct)) { await gateway.ChargeAsync(number, ct); }
        """);

    [Fact]
    public Task Call_ForEachOfAListAsQueryable_StaysQuiet() => Quiet(
        """
        foreach (var number in new List<int> { 1 }.AsQueryable().Where(n => n > 1))
        {
            await gateway.ChargeAsync(number, ct);
        }
        """);

    [Fact]
    public Task Call_InALambdaCreatedInTheLoop_StaysQuiet() => Quiet(
        """
        var later = new List<Func<Task>>();
        await foreach (var order in shop.Orders.AsAsyncEnumerable())
        {
            later.Add(async () => await http.PostAsync("pay", null, ct));
        }
        """);

    [Fact]
    public Task Call_StartedAndForgottenInTheLoop_StaysQuiet() => Quiet(
        """
        await foreach (var order in shop.Orders.AsAsyncEnumerable()) { _ = http.PostAsync("pay", null, ct); }
        """);

    [Fact]
    public Task Call_AfterTheReaderIsDisposedInTheLoop_StaysQuiet() => Quiet(
        """
        await using var command = source.CreateCommand("SELECT id FROM orders");
        var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            await reader.DisposeAsync();
            await http.PostAsync("pay", null, ct);
            break;
        }
        """);

    [Fact]
    public Task Call_InALoopThatReadsSomethingElse_StaysQuiet() => Quiet(
        """
        using var text = new StringReader("a");
        while (await text.ReadLineAsync(ct) is { } line) { await http.PostAsync(line, null, ct); }
        """);

    [Fact]
    public Task LocalWork_InTheLoop_StaysQuiet() => Quiet(
        """
        await foreach (var order in shop.Orders.AsAsyncEnumerable()) { gateway.Format(order.Id); }
        """);

    [Fact]
    public Task Call_ToGetTheListThatIsLoopedOver_StaysQuiet() => Quiet(
        """
        foreach (var line in (await http.GetStringAsync("lines", ct)).Split(',')) { gateway.Format(line.Length); }
        """);
}
