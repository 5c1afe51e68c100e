using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing;

namespace Leasehold.Payments.Tests.Telemetry;

/// <summary>What Prometheus scrapes, and what the pools say after a real payment.</summary>
public sealed class ScrapeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("payments-tests-");
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
    public async Task Metrics_AfterAPayment_NameThePoolAndNoValues()
    {
        var key = await _service!.Api.NewPaymentAsync();

        var scrape = await _service.Api.SendAsync(HttpMethod.Get, "/metrics");

        Assert.Equal(200, scrape.Status);
        Assert.Contains("db_client_connection_use_time_seconds_bucket{", scrape.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"db_client_connection_pool_name=\"{_service.Pools.Api.Name}\"", scrape.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, scrape.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(PaymentsApi.Token, scrape.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Webhook.Secret, scrape.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payment_OnSqlite_IsAttributedAndHoldsNothingAcrossTheGateway()
    {
        var check = LeaseCheck.Begin(_service!.Pools);

        await _service.Api.NewPaymentAsync();

        await check.AssertCleanAsync();
        var usage = _service.Pools.Attribution.Read()
            .Single(static usage => usage.Endpoint == "POST /api/v1/payments/process");
        Assert.True(usage.Database > TimeSpan.Zero, "the commands of linq2db are counted");
        Assert.Equal(TimeSpan.Zero, usage.External);
    }
}
