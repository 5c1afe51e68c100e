using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Payments.Tests.Gateway;

/// <summary>A definite refusal frees the order at once, whatever form the gateway gives it.</summary>
public sealed class DeclineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("payments-tests-");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(200, """{"status":"declined","message":"no"}""", "")]
    [InlineData(200, """{"status":"cancelled","message":"no"}""", "")]
    [InlineData(200, """{"status":"rejected","message":"no"}""", "")]
    [InlineData(402, """{"status":402,"title":"Payment Required","detail":"no"}""", "")]
    [InlineData(400, """{"status":"failed","message":"no"}""", "")]
    [InlineData(403, """{"status":"declined","message":"no"}""", "")]
    [InlineData(404, """{"status":"declined","message":"no"}""", "")]
    [InlineData(409, """{"status":"rejected","message":"no"}""", "")]
    [InlineData(422, """{"status":"failed","message":"no"}""", "")]
    [InlineData(422, """{"code":"blocked","message":"no"}""", "--PAYMENT_GATEWAY_DECLINED_STATUSES=402, 422")]
    [InlineData(200, """{"status":"DENIED","message":"no"}""", "--PAYMENT_GATEWAY_DECLINED_STATES=DENIED")]
    public async Task Charge_RefusedForCertain_FailsAndFreesTheOrder(int status, string body, string setting)
    {
        await using var gateway = await AnswerAsync(status, "application/json", body);
        await using var service = await StartAsync(gateway, setting);
        var order = await service.Api.NewOrderAsync();

        var reply = await service.Api.PayAsync(order, "key-1");

        Assert.Equal((200, "failed", "no"), (reply.Status, reply["status"], reply["gateway_message"]));
        Assert.Equal("payment_failed", await service.Api.OrderStatusAsync(order));
        Assert.Equal("failed", (await service.Api.PayAsync(order, "key-2"))["status"]);
    }

    [Theory]
    [InlineData(404, "text/html", "<html>not here</html>", "--PAYMENT_GATEWAY_DECLINED_STATUSES=404")]
    [InlineData(422, "application/json", """{"message":"no"}""", "")]
    [InlineData(500, "application/json", """{"status":"failed"}""", "")]
    [InlineData(429, "application/json", """{"status":"failed"}""", "")]
    [InlineData(402, "application/json", "", "--PAYMENT_GATEWAY_DECLINED_STATUSES=422")]
    public async Task Charge_AnythingElse_StaysProcessing(int status, string type, string body, string setting)
    {
        await using var gateway = await AnswerAsync(status, type, body);
        await using var service = await StartAsync(gateway, setting);

        var reply = await service.Api.PayAsync(await service.Api.NewOrderAsync(), "key-1");

        Assert.Equal((202, "processing", null), (reply.Status, reply["status"], reply["gateway_message"]));
    }

    [Fact]
    public async Task Charge_AnswerOfHalfCharactersAndNuls_IsSavedAllTheSame()
    {
        await using var gateway = await AnswerAsync(
            200,
            "application/json",
            $$"""{"status":"success","amount":1,"transaction_id":"\u0000{{new string('x', 99)}}"}""");
        await using var service = await StartAsync(gateway, "");

        var reply = await service.Api.PayAsync(await service.Api.NewOrderAsync(), "key-1");

        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        Assert.Equal("processing", (await service.Api.ReadPaymentAsync("key-1"))["status"]);
    }

    private static Task<StubGateway> AnswerAsync(int status, string type, string body)
        => StubGateway.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        });

    private Task<ServiceUnderTest> StartAsync(StubGateway gateway, string setting)
        => ServiceUnderTest.StartAsync(
            gateway.Url,
            [
                $"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}",
                .. setting.Length > 0 ? [setting] : Array.Empty<string>(),
            ]);
}
