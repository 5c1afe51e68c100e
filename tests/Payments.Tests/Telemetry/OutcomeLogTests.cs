using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.Payments.Tests.Telemetry;

/// <summary>Who follows a payment through the log finds its stages, the pool at each, and how it ended.</summary>
public sealed class OutcomeLogTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("payments-tests-");
    private readonly string _token = PaymentsApi.NewName("tok_canary");
    private GatewayUnderTest? _gateway;
    private ServiceUnderTest? _service;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _service = await ServiceUnderTest.StartAsync(
            _gateway.Url, $"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}");
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _gateway!.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Log_OnePaymentInDevelopment_HasItsStagesThePoolAndTheOutcome()
    {
        var (order, key) = (await _service!.Api.NewOrderAsync(), PaymentsApi.NewName("key"));

        await _service.Api.PayAsync(order, key, token: _token);

        const string flow = "POST /api/v1/payments/process";
        Assert.Matches(
            $"^prepare of {flow} begins\\. Pool .+: [0-9]+ of [0-9]+ in use, [0-9]+ of overflow, [0-9]+ waiting\\. ",
            Lines($"prepare of {flow} begins. ").First());
        Assert.NotEmpty(Lines($"The call of {flow} begins; no connection is held. "));
        Assert.NotEmpty(Lines($"save of {flow} ended: done, after "));
        Assert.Matches(
            $"^Payment PAY-{key} is completed \\(succeeded\\), [0-9.]+ ms after it was begun\\. "
            + "Operation [0-9a-f]{32}\\.$",
            Line($"Payment PAY-{key} is "));
        AssertNowhere(_token);
    }

    [Fact]
    public async Task Log_DeclinedPayment_SaysWhy()
    {
        var key = PaymentsApi.NewName("key");

        await _service!.Api.PayAsync(await _service.Api.NewOrderAsync(), key, token: "tok_declined");

        Assert.StartsWith($"Payment PAY-{key} is failed (declined), ", Line($"Payment PAY-{key} is "),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_UnknownOutcomeThatACheckFindsOut_IsSaidOnceWithWhoseItIs()
    {
        var key = PaymentsApi.NewName("key");
        await _service!.Api.PayAsync(await _service.Api.NewOrderAsync(), key, token: "tok_error_after");
        Assert.Null(Line($"Payment PAY-{key} is "));

        await _service.Api.VerifyAsync(key);
        await _service.Api.VerifyAsync(key);

        Assert.StartsWith($"Payment PAY-{key} is completed (succeeded), ", Line($"Payment PAY-{key} is "),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Refund_NamesThePaymentAndWhatItIsNow()
    {
        var key = await _service!.Api.NewPaymentAsync();

        await _service.Api.RefundAsync(key, reason: "canary-of-a-reason");

        Assert.Matches(
            $"^The refund of payment PAY-{key} has succeeded \\(succeeded\\), [0-9.]+ ms after it was begun; "
            + "the payment is refunded\\. Operation [0-9a-f]{32}\\.$",
            Line($"The refund of payment PAY-{key} "));
        AssertNowhere("canary-of-a-reason");
    }

    // Information, since it is Development. Stages of other services in the process are among them.
    private IEnumerable<string> Lines(string begin)
        => _service!.Logs.GetSnapshot()
            .Where(static line => line.Level == LogLevel.Information)
            .Select(static line => line.Message)
            .Where(message => message.StartsWith(begin, StringComparison.Ordinal));

    private string? Line(string begin) => Lines(begin).SingleOrDefault();

    private void AssertNowhere(string secret)
        => Assert.DoesNotContain(_service!.Logs.GetSnapshot(), line =>
            line.Message.Contains(secret, StringComparison.Ordinal)
            || line.Message.Contains("customer-1", StringComparison.Ordinal));
}
