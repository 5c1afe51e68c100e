using Leasehold.LocalServers.Files;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Payments.Tests.Gateway;

/// <summary>How the gateway is called: once, directly, and with bounds. Through the whole service, on SQLite.</summary>
public sealed class GatewayClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("payments-tests-");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Charge_EachRequest_CarriesTheBearerKeyAndTheOperationId()
    {
        await using var gateway = await StubGateway.StartAsync(AnswerSuccessAsync);
        await using var service = await StartAsync(gateway, "--PAYMENT_GATEWAY_KEY=the-key");
        var key = await service.Api.NewPaymentAsync();

        var id = await service.QueryAsync(db =>
            db.GetTable<Payment>().Where(p => p.IdempotencyKey == key).Select(static p => p.Id).SingleAsync());
        Assert.Equal("Bearer the-key", gateway.Headers["Authorization"]);
        Assert.Equal(id, gateway.Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task Charge_BaseAddressWithAPath_IsBelowIt()
    {
        await using var gateway = await StubGateway.StartAsync(AnswerSuccessAsync);
        await using var service = await StartAsync(gateway, $"--PAYMENT_GATEWAY_URL={gateway.Url}/pay/api");

        await service.Api.NewPaymentAsync();

        Assert.Equal("POST /pay/api/v1/payments", Assert.Single(gateway.Requests));
    }

    [Fact]
    public async Task Charge_Redirect_IsNotFollowed()
    {
        await using var gateway = await StubGateway.StartAsync(static context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var service = await StartAsync(gateway);

        Assert.Equal("http_307", await ReasonOfPaymentAsync(service));
        Assert.Single(gateway.Requests);
    }

    [Fact]
    public async Task Charge_ConnectionClosedOnAReusedOne_IsNotSentAgain()
    {
        var isFirst = true;
        await using var gateway = await StubGateway.StartAsync(context =>
        {
            if (isFirst)
            {
                isFirst = false;
                return AnswerSuccessAsync(context);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        await using var service = await StartAsync(gateway);
        await service.Api.NewPaymentAsync();

        Assert.Equal("connection_failed", await ReasonOfPaymentAsync(service));
        Assert.Equal(2, gateway.Requests.Count);
    }

    [Fact]
    public async Task Charge_AnswerTooLarge_IsUnreadable()
    {
        await using var gateway = await StubGateway.StartAsync(static context =>
            context.Response.WriteAsync(new string(' ', 200_000)));
        await using var service = await StartAsync(gateway);

        Assert.Equal("unreadable_answer", await ReasonOfPaymentAsync(service));
    }

    [Fact]
    public async Task Charge_AnswerThatDrips_IsBoundedAsAWhole()
    {
        await using var gateway = await StubGateway.StartAsync(static async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var service = await StartAsync(gateway, "--Payments:Gateway:Timeout=00:00:01");

        Assert.Equal("timeout", await ReasonOfPaymentAsync(service));
    }

    [Fact]
    public async Task Charge_NobodyListens_IsUnknown()
    {
        await using var service = await ServiceUnderTest.StartAsync(
            "http://127.0.0.1:9", $"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}");

        Assert.Equal("connection_failed", await ReasonOfPaymentAsync(service));
    }

    private static Task AnswerSuccessAsync(HttpContext context)
        => context.Response.WriteAsync($$"""{"transaction_id":"tx-{{Guid.NewGuid():N}}","status":"success"}""");

    private static async Task<string?> ReasonOfPaymentAsync(ServiceUnderTest service)
    {
        var key = PaymentsApi.NewName("key");
        var reply = await service.Api.PayAsync(await service.Api.NewOrderAsync(), key);
        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        return await service.QueryAsync(db =>
            db.GetTable<Payment>().Where(p => p.IdempotencyKey == key).Select(static p => p.Reason).SingleAsync());
    }

    private Task<ServiceUnderTest> StartAsync(StubGateway gateway, params string[] args)
        => ServiceUnderTest.StartAsync(
            gateway.Url, [$"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}", .. args]);
}
