namespace Leasehold.Analyzers.Tests;

public sealed class LH0008QuietTests() : RuleSpecification(new CallersTokenInSaveAnalyzer())
{
    [Fact]
    public Task SaveChanges_WithoutAToken_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        await shop.SaveChangesAsync();
        """);

    [Fact]
    public Task SaveChanges_WithNone_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        await shop.SaveChangesAsync(CancellationToken.None);
        """);

    [Fact]
    public Task SaveChanges_WithATokenOfItsOwn_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await shop.SaveChangesAsync(bound.Token);
        """);

    [Fact]
    public Task SaveChanges_BeforeTheCall_StaysQuiet() => Quiet(
        """
        await shop.SaveChangesAsync(ct);
        await http.PostAsync("pay", null, ct);
        """);

    [Fact]
    public Task SaveChanges_AfterARead_StaysQuiet() => Quiet(
        """
        var rate = await http.GetStringAsync("rate", ct);
        await shop.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task SaveChanges_AfterAReadThroughALocalMethod_StaysQuiet() => Quiet(
        """
        await gateway.LookUpAsync("1", ct);
        await shop.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Query_AfterACall_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        var order = await shop.Orders.OrderBy(o => o.Id).FirstOrDefaultAsync(o => o.Id == id, ct);
        """);

    [Fact]
    public Task ReadSession_AfterACall_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        await pools.InReadSessionAsync((session, token) => Task.FromResult(1), ct);
        """);

    [Fact]
    public Task SaveChanges_InTheOtherBranch_StaysQuiet() => Quiet(
        """
        if (id > 0) { await http.PostAsync("pay", null, ct); } else { await shop.SaveChangesAsync(ct); }
        """);

    [Fact]
    public Task SaveChanges_WithoutACall_StaysQuiet() => Quiet(
        """
        await shop.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task SaveStage_UsesItsOwnToken_StaysQuiet() => Quiet(
        """
        return await staged.RunAsync(
            (session, token) => Task.FromResult(1),
            async (amount, token) => CallOutcome<string>.FromReply(await gateway.ChargeAsync(amount, token)),
            async (session, amount, reply, token) =>
            {
                await using var command = session.Connection.CreateCommand();
                await command.ExecuteNonQueryAsync(token);
                return reply;
            },
            (session, amount, reason, token) => Task.FromResult(reason),
            cancellationToken: ct);
        """);

    [Fact]
    public Task CallStage_ThatReturnsItsReply_StaysQuiet() => Quiet(
        """
        return await staged.RunAsync(
            (session, token) => Task.FromResult(1),
            async (amount, token) =>
            {
                var reply = await gateway.ChargeAsync(amount, token);
                await shop.SaveChangesAsync(token);
                return reply;
            },
            (session, amount, reply, token) => Task.FromResult(reply),
            cancellationToken: ct);
        """);

    [Fact]
    public Task SaveChanges_InABackgroundService_StaysQuiet() => Quiet(
        """
        members:
        public sealed class Sender(HttpClient http, Shop shop) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await http.PostAsync("pay", null, stoppingToken);
                await shop.SaveChangesAsync(stoppingToken);
            }
        }
        """);

    [Fact]
    public Task SessionsOwnToken_AfterACall_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        await pools.InSessionAsync(async (session, token) =>
        {
            await using var command = session.Connection.CreateCommand();
            await command.ExecuteNonQueryAsync(token);
        }, CancellationToken.None);
        """);

    [Fact]
    public Task Open_AfterACall_StaysQuiet() => Quiet(
        """
        await http.PostAsync("pay", null, ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("UPDATE orders SET state = 1");
        """);
}
