using Leasehold.Specification.Tests.Guards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Leasehold.AspNetCore.Tests;

/// <summary>Calls on a connection that outlives a request, and health checks, have flows of their own.</summary>
public sealed class CallFlowTests : IAsyncLifetime
{
    private readonly OrdersHubCalls _calls = new();
    private readonly OtherSide _other = new();
    private TestService _service = null!;
    private HubConnection _hub = null!;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(
            static app => app.MapHub<OrdersHub>("/orders"),
            [("Leasehold:Guard:Mode", "Throw")],
            configure: builder =>
            {
                builder.Services.AddSingleton(_calls);
                builder.Services.AddSignalR(static options => options.MaximumParallelInvocationsPerClient = 4);
                builder.Services.AddHealthChecks().AddCheck<NeighbourCheck>("neighbour");
                builder.Services.AddSingleton(_other);
            });
        _hub = new HubConnectionBuilder().WithUrl(new Uri(_service.Client.BaseAddress!, "orders")).Build();
        await _hub.StartAsync(Ended);
    }

    public async ValueTask DisposeAsync()
    {
        _calls.Watched.TrySetResult();
        await _hub.DisposeAsync();
        await _service.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData(nameof(OrdersHub.Tell), "OrdersHub.Tell Background")]
    [InlineData(nameof(OrdersHub.TellOfBatch), "OrdersHub.TellOfBatch Batch")]
    public async Task HubMethod_HasAFlowOfItsOwn(string method, string flow)
        => Assert.Equal(flow, await _hub.InvokeAsync<string>(method, Ended));

    [Fact]
    public async Task HubConnection_HasAFlowWhileItBegins()
    {
        await _hub.InvokeAsync<string>(nameof(OrdersHub.Tell), Ended); // connected by now

        Assert.Equal("OrdersHub.OnConnectedAsync Background", _calls.ConnectedIn);
    }

    [Fact]
    public async Task HubMethod_BesideAStreamThatHolds_IsNeitherStoppedNorReported()
    {
        await using var items = _hub.StreamAsync<string>(nameof(OrdersHub.Watch), Ended).GetAsyncEnumerator(Ended);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("OrdersHub.Watch Background", items.Current);

        Assert.True(await _hub.InvokeAsync<bool>(nameof(OrdersHub.Call), _other.Uri, Ended));

        Assert.Empty(_service.Pools.Guard.Reports);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("OrdersHub.Watch Background 1", items.Current);
        _calls.Watched.SetResult();
        Assert.False(await items.MoveNextAsync());
        Assert.Equal(0, _service.Pools.Background.Snapshot(0).InUse);
    }

    [Fact]
    public async Task HealthCheck_ThatHoldsAndCalls_IsReportedAndNotStopped()
    {
        var report = await _service.Checks.CheckHealthAsync(Ended);

        Assert.Equal(HealthStatus.Healthy, report.Entries["neighbour"].Status);
        Assert.Equal("health check neighbour", Assert.Single(_service.Pools.Guard.Reports).Endpoint);
    }

    [Fact]
    public async Task CircuitActivity_HasAFlowOfItsOwn()
    {
        using var scope = _service.Services.CreateScope();
        var handler = scope.ServiceProvider.GetServices<CircuitHandler>().OfType<CircuitFlows>().Single();
        string? name = null;
        var inbound = handler.CreateInboundActivityHandler(_ =>
        {
            name = Flow.Current?.Name;
            return Task.CompletedTask;
        });

        await inbound(null!);

        Assert.Equal(CircuitFlows.Name, name);
        Assert.Null(Flow.Current);
    }

    private sealed class NeighbourCheck(ConnectionPools pools, OtherSide neighbour) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var lease = await pools.Api.LeaseAsync(cancellationToken);
            using var client = new HttpClient();
            using var answer = await client.GetAsync(neighbour.Uri, cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
