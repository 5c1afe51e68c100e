namespace Leasehold.Analyzers.Tests;

public sealed class LH0008FiringTests() : RuleSpecification(new CallersTokenInSaveAnalyzer())
{
    [Fact]
    public Task SaveChanges_AfterACall_Fires() => Fires(
        """
        await http.PostAsync("pay", null, ct);
        await shop.SaveChangesAsync([|ct|]);
        """);

    [Fact]
    public Task SaveChanges_AfterACallThroughALocalMethod_Fires() => Fires(
        """
        await gateway.ChargeAsync(1, ct);
        await shop.SaveChangesAsync([|ct|]);
        """);

    [Fact]
    public Task ExecuteNonQuery_AfterACall_Fires() => Fires(
        """
        await http.PostAsync("pay", null, ct);
        await using var command = source.CreateCommand("UPDATE orders SET state = 1");
        await command.ExecuteNonQueryAsync([|ct|]);
        """);

    [Fact]
    public Task Commit_AfterACall_Fires() => Fires(
        """
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await http.PostAsync("pay", null, ct);
        await transaction.CommitAsync([|ct|]);
        """);

    [Fact]
    public Task DapperExecute_AfterACall_Fires() => Fires(
        """
        await http.PostAsync("pay", null, ct);
        await using var connection = new NpgsqlConnection("");
        await connection.ExecuteAsync(new CommandDefinition("UPDATE orders SET state = 1", cancellationToken: [|ct|]));
        """);

    [Fact]
    public Task ExecuteUpdate_AfterACall_Fires() => Fires(
        """
        await http.PostAsync("pay", null, ct);
        await shop.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.State, "paid"), [|ct|]);
        """);

    [Fact]
    public Task ExecuteDelete_AfterACall_Fires() => Fires(
        """
        await http.PostAsync("pay", null, ct);
        await shop.Orders.Where(o => o.Id == id).ExecuteDeleteAsync([|ct|]);
        """);

    [Fact]
    public Task Session_AfterACall_Fires() => Fires(
        """
        await http.PostAsync("pay", null, ct);
        await pools.InSessionAsync((session, token) => session.Connection.ExecuteAsync("UPDATE a SET b = 1"), [|ct|]);
        """);

    [Fact]
    public Task SaveChanges_WhereTheCallHasThrown_Fires() => Fires(
        """
        try { await http.PostAsync("pay", null, ct); }
        catch (HttpRequestException) { await shop.SaveChangesAsync([|ct|]); }
        """);

    [Fact]
    public Task SaveChanges_WithALinkedToken_Fires() => Fires(
        """
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await http.PostAsync("pay", null, ct);
        await shop.SaveChangesAsync([|bound.Token|]);
        """);

    [Fact]
    public Task SaveChanges_WithACopyOfTheToken_Fires() => Fires(
        """
        var token = ct;
        await http.PostAsync("pay", null, ct);
        await shop.SaveChangesAsync([|token|]);
        """);

    [Fact]
    public Task SaveChanges_WithTheRequestsToken_Fires() => Fires(
        """
        members:
        public async Task RunAsync(Microsoft.AspNetCore.Http.HttpContext context)
        {
            await http.PostAsync("pay", null);
            await shop.SaveChangesAsync([|context.RequestAborted|]);
        }
        """);

    [Fact]
    public Task SaveChanges_OnOnePathAfterACall_Fires() => Fires(
        """
        if (id > 0) { await http.PostAsync("pay", null, ct); }
        await shop.SaveChangesAsync([|ct|]);
        """);

    [Fact]
    public Task SaveChanges_InAnEndpointsLambda_Fires() => Fires(
        """
        Func<CancellationToken, Task> endpoint = async token =>
        {
            await http.PostAsync("pay", null, token);
            await shop.SaveChangesAsync([|token|]);
        };
        return endpoint;
        """);

    [Fact]
    public Task Linq2DbUpdate_AfterACall_Fires() => Fires(
        """
        members:
        public async Task RunAsync(DataConnection db, Order order, CancellationToken ct)
        {
            await http.PostAsync("pay", null, ct);
            await db.UpdateAsync(order, token: [|ct|]);
        }
        """);
}
