using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Charges;

public sealed class ChargeTests
{
    [Fact]
    public async Task Charge_Accepted_AnswersTheContract()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.ChargeAsync("op-1", "50000");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("application/json", reply.ContentType);
        Assert.Equal(
            ["amount", "currency", "merchant_uid", "message", "status", "transaction_id"],
            reply.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal("success", reply["status"]);
        Assert.Equal("op-1", reply["merchant_uid"]);
        Assert.Equal("KRW", reply["currency"]);
        Assert.StartsWith("tx_", reply["transaction_id"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("50000", "KRW", "50000")]
    [InlineData("\"50000\"", "KRW", "50000")]
    [InlineData("50000.00", "KRW", "50000")]
    [InlineData("10.5", "USD", "10.50")]
    [InlineData("0.001", "KWD", "0.001")]
    [InlineData("9999999999.99", "USD", "9999999999.99")]
    public async Task Charge_Amount_StaysExactDecimal(string sent, string currency, string answered)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.ChargeAsync("op-1", sent, currency);

        Assert.Equal(answered, reply.Json.GetProperty("amount").GetRawText());
    }

    [Theory]
    [InlineData("0", "KRW", "bad_amount")]
    [InlineData("-1", "KRW", "bad_amount")]
    [InlineData("1000.5", "KRW", "bad_amount")]
    [InlineData("1.001", "USD", "bad_amount")]
    [InlineData("1000000000001", "KRW", "bad_amount")]
    [InlineData("79228162514264337593543950335", "KRW", "bad_amount")]
    [InlineData("10", "XYZ", "unknown_currency")]
    [InlineData("10", "krw", "unknown_currency")]
    public async Task Charge_BadMoney_Is422AndChargesNothing(string amount, string currency, string code)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.ChargeAsync("op-1", amount, currency);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.Equal(code, reply["code"]);
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"merchant_uid\": \"a\"")]
    [InlineData("{\"merchant_uid\": \"a\", \"amount\": 1, \"currency\": \"KRW\"}")]
    [InlineData("{\"merchant_uid\": \"a\", \"amount\": 1e400, \"currency\": \"KRW\", \"card_token\": \"t\"}")]
    [InlineData("{\"merchant_uid\": \"a\", \"amount\": \"x\", \"currency\": \"KRW\", \"card_token\": \"t\"}")]
    [InlineData("{\"merchant_uid\": \"a b\", \"amount\": 1, \"currency\": \"KRW\", \"card_token\": \"t\"}")]
    [InlineData("{\"merchant_uid\": \"\", \"amount\": 1, \"currency\": \"KRW\", \"card_token\": \"t\"}")]
    [InlineData("{\"merchant_uid\": \"a\", \"amount\": 1, \"currency\": \"KRW\", \"card_token\": \"\"}")]
    [InlineData("{\"amount\":1,\"amount\":2,\"merchant_uid\":\"a\",\"currency\":\"KRW\",\"card_token\":\"t\"}")]
    public async Task Charge_BadBody_Is400Problem(string body)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.PostAsync("/v1/payments", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.Equal("400", reply["status"]);
        Assert.NotNull(reply["trace_id"]);
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Charge_HugeBody_Is413()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.ChargeAsync("op-1", cardToken: new string('x', 100_000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.Status);
    }

    [Fact]
    public async Task Charge_UnknownMembers_AreIgnored()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.PostAsync(
            "/v1/payments",
            """{"merchant_uid":"a","amount":1,"currency":"KRW","card_token":"t","order_name":"Tea","tags":[1]}""");

        Assert.Equal("success", reply["status"]);
    }

    [Fact]
    public async Task Charge_IdempotencyKeyIsNotTheMerchantUid_Is400()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.PostAsync("/v1/payments", GatewayClient.ChargeBody("op-1"), "op-2");

        Assert.Equal("idempotency_key_mismatch", reply["code"]);
    }

    [Fact]
    public async Task Charge_CallerGone_IsMadeAllTheSame()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:Faults:LatencyMs=2000");
        using var caller = new CancellationTokenSource();
        var charge = gateway.Client.ChargeAsync("op-1", cancellationToken: caller.Token);
        await time.NextPauseAsync();

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => charge);
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
        time.Advance(TimeSpan.FromSeconds(2));

        await Eventually.TrueAsync(async () => await gateway.Client.LedgerTotalAsync("charges") == 1);
    }

    [Fact]
    public async Task Charge_CardToken_IsNowhereInTheLedgerFile()
    {
        using var folder = new LedgerFolder();
        await using (var gateway = await RunningGateway.StartOnAsync(folder.File))
        {
            await gateway.Client.ChargeAsync("op-1", cardToken: "tok_canary_7f3a");
        }

        var stored = await File.ReadAllTextAsync(folder.File, System.Text.Encoding.Latin1);
        Assert.Contains("op-1", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", stored, StringComparison.Ordinal);
    }
}
