using Leasehold.Payments.Reviews;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Operations whose outcome is unknown are finished by asking, never by guessing.</summary>
public abstract class RecoverySpecification(DatabaseFixture database) : IAsyncLifetime
{
    private GatewayUnderTest? _gateway;

    private GatewayUnderTest Gateway => _gateway!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
        _gateway = await GatewayUnderTest.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("tok_error_after")]
    [InlineData("tok_drop_after")]
    [InlineData("tok_malformed")]
    [InlineData("tok_timeout")]
    public async Task Recover_ChargedButNotAnswered_Completes(string token)
    {
        await using var service = await StartAsync(await NewDatabaseAsync());
        var (order, key) = await PayAsync(service, token);

        Assert.Equal("completed", await SettledAsync(service, key));
        Assert.Equal("paid", await service.Api.OrderStatusAsync(order));
        Assert.Equal(1, await Gateway.ChargesOfAsync(await service.OperationIdAsync(key)));
    }

    [Fact]
    public async Task Recover_NotFoundWithinTheGrace_StaysOpen()
    {
        await using var service = await StartAsync(
            await NewDatabaseAsync(), "--Payments:Gateway:NotFoundGrace=00:10:00");
        var (_, key) = await PayAsync(service, "tok_error_before");
        var id = await service.OperationIdAsync(key);

        await UntilAsync(async () =>
            (await service.GatewayLogAsync(id)).Count(static row => row.Outcome == "not_found") >= 3);

        Assert.Equal("processing", (await service.Api.ReadPaymentAsync(key))["status"]);
        Assert.Equal(0, await Gateway.ChargesOfAsync(id));
    }

    [Fact]
    public async Task Recover_NotFoundAfterTheGrace_SendsTheSameAgainAndCompletes()
    {
        await using var service = await StartAsync(await NewDatabaseAsync());
        await Gateway.SetFaultsAsync("""{"charges":{"error_before":{"next":1}}}""");

        var (_, key) = await PayAsync(service, PaymentsApi.Token);

        Assert.Equal("completed", await SettledAsync(service, key));
        Assert.Equal(1, await Gateway.ChargesOfAsync(await service.OperationIdAsync(key)));
    }

    [Fact]
    public async Task Recover_NotFoundAfterTheGraceAndARestart_FailsAndFreesTheOrder()
    {
        var settings = await NewDatabaseAsync();
        string order, key;
        await using (var first = await StartAsync(settings, "--Payments:Gateway:NotFoundGrace=00:10:00"))
        {
            (order, key) = await PayAsync(first, "tok_error_before");
        }

        // The card token was in the first one's memory only: what never arrived cannot be sent again.
        await using var second = await StartAsync(settings);

        Assert.Equal("failed", await SettledAsync(second, key));
        Assert.Equal("payment_failed", await second.Api.OrderStatusAsync(order));
        Assert.Equal("completed", (await second.Api.PayAsync(order, PaymentsApi.NewName("key")))["status"]);
    }

    [Fact]
    public async Task Recover_PastTheKeysRetention_SendsNothingAgain()
    {
        await using var service = await StartAsync(
            await NewDatabaseAsync(), "--Payments:Gateway:KeyRetention=00:00:01");
        await Gateway.SetFaultsAsync("""{"charges":{"error_before":{"next":1}}}""");

        var (_, key) = await PayAsync(service, PaymentsApi.Token);

        Assert.Equal("failed", await SettledAsync(service, key));
        Assert.Equal(0, await Gateway.ChargesOfAsync(await service.OperationIdAsync(key)));
    }

    [Theory]
    [InlineData("""{"refunds":{"error_after":{"next":1}}}""")]
    [InlineData("""{"refunds":{"drop_before":{"next":1}}}""")]
    public async Task Recover_RefundNotAnswered_IsMadeOnceAndFreesNothing(string faults)
    {
        await using var service = await StartAsync(await NewDatabaseAsync());
        var key = await service.Api.NewPaymentAsync(1000);
        await Gateway.SetFaultsAsync(faults);

        Assert.Equal(202, (await service.Api.RefundAsync(key, PaymentsApi.NewName("refund"), "600")).Status);

        await UntilAsync(async () => (await service.Api.ReadPaymentAsync(key))["status"] == "partially_refunded");
        var payment = await service.Api.ReadPaymentAsync(key);
        Assert.Equal("600", payment["refunded_amount"]);
        Assert.Equal(1, (await Gateway.TotalsAsync()).Refunds);
    }

    [Fact]
    public async Task Verify_RefundNotAnswered_SettlesIt()
    {
        await using var service = await ServiceUnderTest.StartAsync(Gateway.Url, await NewDatabaseAsync());
        var key = await service.Api.NewPaymentAsync(1000);
        await Gateway.SetFaultsAsync("""{"refunds":{"error_after":{"next":1}}}""");
        await service.Api.RefundAsync(key, PaymentsApi.NewName("refund"), "600");

        var reply = await service.Api.VerifyAsync(key);

        Assert.Equal((200, "partially_refunded", "600"), (reply.Status, reply["status"], reply["refunded_amount"]));
    }

    [Fact]
    public async Task Recover_LookupsFailToo_BecomesADeadLetterThatOneRequestRevives()
    {
        await using var service = await StartAsync(
            await NewDatabaseAsync(),
            "--Leasehold:Durable:Operations:payment.charge:MaxAttempts=2",
            "--Payments:Gateway:Timeout=00:00:20",
            "--Payments:Gateway:NotFoundGrace=00:00:20");
        await Gateway.SetFaultsAsync("""{"lookups":{"error_before":{"rate":1}}}""");
        var (order, key) = await PayAsync(service, "tok_error_after");
        var id = await service.OperationIdAsync(key);

        await UntilAsync(async () => (await service.ReviewsOfAsync(id)).Count > 0);
        var dead = (await service.Api.SendAsync(HttpMethod.Get, "/leasehold/operations")).Body;

        var letter = Assert.Single(dead.EnumerateArray());
        Assert.Equal((id, "dead", "payment.charge"), (
            letter.GetProperty("operation_id").GetString(),
            letter.GetProperty("state").GetString(),
            letter.GetProperty("kind").GetString()));
        Assert.Equal("http_500", letter.GetProperty("reason").GetString());
        Assert.NotEmpty(letter.GetProperty("explanation").GetString()!);
        Assert.Equal(ReviewKinds.Abandoned, (await service.ReviewsOfAsync(id))[0].Kind);
        Assert.Equal("processing", (await service.Api.ReadPaymentAsync(key))["status"]);
        Assert.Equal("payment_processing", await service.Api.OrderStatusAsync(order));

        await Gateway.ClearFaultsAsync();
        var revived = await service.Api.SendAsync(HttpMethod.Post, $"/leasehold/operations/{id}/redrive");

        Assert.Equal(200, revived.Status);
        Assert.Equal("completed", await SettledAsync(service, key));
        Assert.Equal(1, await Gateway.ChargesOfAsync(id));
        Assert.Equal(409, (await service.Api.SendAsync(HttpMethod.Post, $"/leasehold/operations/{id}/redrive")).Status);
    }

    [Fact]
    public async Task Process_GatewaySlowerThanTheWait_IsAnswered202AndCompletesLater()
    {
        await using var service = await StartAsync(await NewDatabaseAsync(), "--Payments:AnswerWithin=00:00:00.300");
        await Gateway.SetFaultsAsync("""{"latency_ms":1500}""");
        var key = PaymentsApi.NewName("key");
        var order = await service.Api.NewOrderAsync();

        var reply = await service.Api.PayAsync(order, key);

        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        Assert.NotNull(reply.Headers.RetryAfter);
        Assert.Equal($"/api/v1/payments/PAY-{key}", reply.Headers.Location?.ToString());
        Assert.Equal("completed", await SettledAsync(service, key));
    }

    [Fact]
    public async Task Recover_TwoInstances_ChargeOnce()
    {
        Assert.SkipWhen(database is SqliteFixture, "One file, one process.");
        var settings = await NewDatabaseAsync();
        await using var first = await StartAsync(settings);
        await using var second = await StartAsync(settings);
        await Gateway.SetFaultsAsync("""{"charges":{"error_before":{"rate":0.3},"error_after":{"rate":0.3}}}""");
        var keys = new List<string>();
        for (var n = 0; n < 20; n++)
        {
            var (service, key) = (n % 2 == 0 ? first : second, PaymentsApi.NewName("key"));
            await service.Api.PayAsync(await service.Api.NewOrderAsync(), key);
            keys.Add(key);
        }

        await Gateway.ClearFaultsAsync();
        foreach (var key in keys)
        {
            var status = await SettledAsync(first, key);
            var charges = await Gateway.ChargesOfAsync(await first.OperationIdAsync(key));
            Assert.Equal(status == "completed" ? 1 : 0, charges);
        }
    }

    private async Task<string[]> NewDatabaseAsync() => (await database.NewDatabaseAsync())!;

    /// <summary>A service that recovers quickly, so that tests see it.</summary>
    private Task<ServiceUnderTest> StartAsync(string[] settings, params string[] more)
        => ServiceUnderTest.StartAsync(
            Gateway.Url,
            [
                .. settings,
                "--Payments:Gateway:Timeout=00:00:01",
                "--Payments:Gateway:NotFoundGrace=00:00:01.500",
                "--Leasehold:Durable:PollInterval=00:00:00.200",
                "--Leasehold:Durable:Operations:payment.charge:FirstPause=00:00:00.100",
                "--Leasehold:Durable:Operations:payment.charge:LongestPause=00:00:00.500",
                "--Leasehold:Durable:Operations:payment.refund:FirstPause=00:00:00.100",
                "--Leasehold:Durable:Operations:payment.refund:LongestPause=00:00:00.500",
                .. more,
            ]);

    private static async Task<(string Order, string Key)> PayAsync(ServiceUnderTest service, string token)
    {
        var (order, key) = (await service.Api.NewOrderAsync(), PaymentsApi.NewName("key"));
        var reply = await service.Api.PayAsync(order, key, token: token);
        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        return (order, key);
    }

    private static async Task<string?> SettledAsync(ServiceUnderTest service, string key)
    {
        string? status = null;
        await UntilAsync(async () => (status = (await service.Api.ReadPaymentAsync(key))["status"]) != "processing");
        return status;
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(40), "Not in time.");
        }
    }
}
