using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>The shapes in which code holds a connection across an external call: each is caught.</summary>
public abstract class HeldCallSpecification<TDatabase> : GuardSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Call_InsideATransaction_IsReported()
    {
        var pools = Build();

        await pools.InSessionAsync((_, _) => CallAsync(), Ended);

        AssertReported(pools, endpoint: nameof(Call_InsideATransaction_IsReported));
        Assert.True(pools.Guard.Reports[0].Holder.InTransaction);
    }

    [Fact]
    public async Task Call_InsideASessionOfTheCallers_IsReported()
    {
        var pools = Build();

        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await CallAsync();

        AssertReported(pools);
    }

    [Fact]
    public async Task Call_InsideAReaderLoop_IsReported()
    {
        var pools = Build();
        await using var lease = await pools.Api.LeaseAsync(Ended);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = $"{Database.Select("1")} UNION ALL {Database.Select("2")}";

        await using (var reader = await command.ExecuteReaderAsync(Ended))
        {
            while (await reader.ReadAsync(Ended))
            {
                await CallAsync();
            }
        }

        AssertReported(pools, count: 2);
    }

    [Fact]
    public async Task Call_InACalleeThreeAwaitsDeep_IsReported()
    {
        var pools = Build();
        using var flow = Flow.Begin("POST /deep", Workload.Api);

        await using var lease = await pools.Api.LeaseAsync(Ended);
        await FirstAsync();

        AssertReported(pools, endpoint: "POST /deep");

        async Task FirstAsync() => await SecondAsync();

        async Task SecondAsync() => await ThirdAsync();

        async Task ThirdAsync()
        {
            await Task.Yield();
            await CallAsync();
        }
    }

    [Fact]
    public async Task Call_UnderWhenAll_IsReported()
    {
        var pools = Build();

        await using var lease = await pools.Api.LeaseAsync(Ended);
        await Task.WhenAll(CallAsync(), CallAsync(), Task.Run(CallAsync, Ended));

        AssertReported(pools, count: 3);
    }

    [Fact]
    public async Task Call_InABackgroundService_IsReported()
    {
        var pools = Build();
        using var service = new Worker(async () =>
        {
            await using var lease = await pools.Background.LeaseAsync(Ended);
            await CallAsync();
        });

        await service.StartAsync(Ended);
        await service.ExecuteTask!;

        AssertReported(pools);
        Assert.Equal(Workload.Background.Name, pools.Guard.Reports[0].Holder.Workload);
    }

    [Fact]
    public async Task Call_BlockingClient_IsReported()
    {
        var pools = Build();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Other.Uri);

        using var lease = pools.Api.Lease();
        using var answer = await Task.Run(() => client.Send(request, Ended), Ended);

        AssertReported(pools);
    }

    [Fact]
    public async Task Call_ClientWithoutPropagator_IsReportedOnce()
    {
        var pools = Build(guard: new GuardOptions { Mode = GuardMode.Throw });
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var client = new HttpClient(handler);

        await using var lease = await pools.Api.LeaseAsync(Ended);
        using var answer = await client.GetAsync(Other.Uri, Ended);

        AssertReported(pools);
        Assert.Equal(1, Other.Requests);
    }

    [Fact]
    public async Task Call_InvokerAsGrpcUsesIt_IsReported()
    {
        var pools = Build();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, Other.Uri);
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
        request.Content.Headers.ContentType = new("application/grpc");

        await using var lease = await pools.Api.LeaseAsync(Ended);
        using var answer = await invoker.SendAsync(request, Ended);

        AssertReported(pools, target: $"POST {Other.Authority}");
    }

    [Fact]
    public async Task Call_CustomPrimaryHandler_IsReportedByTheHandler()
    {
        var pools = Build();
        using var primary = new Answering();
        using var client = new HttpClient(new ExternalCallHandler(pools.Guard) { InnerHandler = primary });

        await using var lease = await pools.Api.LeaseAsync(Ended);
        using var answer = await client.GetAsync(Other.Uri, Ended);

        AssertReported(pools);
    }

    [Fact]
    public async Task Call_TheFrameworksHandlerBehindTheHandler_IsReportedOnce()
    {
        var pools = Build();
        using var client = new HttpClient(
            new ExternalCallHandler(pools.Guard) { InnerHandler = new SocketsHttpHandler() });

        await using var lease = await pools.Api.LeaseAsync(Ended);
        using var answer = await client.GetAsync(Other.Uri, Ended);

        AssertReported(pools);
    }

    [Fact]
    public async Task Call_WhatIsNotHttp_IsReportedByItsScope()
    {
        var pools = Build();

        await using var lease = await pools.Api.LeaseAsync(Ended);
        using (pools.Guard.Call("smtp"))
        {
            Assert.Equal("smtp", pools.Api.Snapshot().Holders[0].ExternalHost);
        }

        AssertReported(pools, target: "smtp");
        Assert.NotEqual(HolderActivity.ExternalCall, pools.Api.Snapshot().Holders[0].Activity);
    }

    [Fact]
    public async Task Call_ConnectionOpenedThroughAnAsyncMethodOfTheFlow_IsReported()
    {
        var pools = Build();
        using var flow = Flow.Begin("GET /wrapped", Workload.Api);

        await using var connection = await OpenAsync();
        await CallAsync();

        AssertReported(pools, endpoint: "GET /wrapped");

        async Task<DbConnection> OpenAsync() => await pools.Api.OpenConnectionAsync(Ended);
    }

    [Fact]
    public async Task Call_BareConnectionOutsideAnyFlow_IsReported()
    {
        var pools = Build();

        await using var connection = await pools.Api.OpenConnectionAsync(Ended);
        await CallAsync();

        AssertReported(pools);
    }

    [Fact]
    public async Task Call_LeaseThatHadToWait_IsReported()
    {
        var pools = Build(api => api.Size = 1);
        var first = await LeaseElsewhereAsync(pools);
        var waiting = WorkAsync();
        await WaitersAsync(pools.Api, 1);
        await first.DisposeAsync();

        await waiting;

        AssertReported(pools);

        async Task WorkAsync()
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            await CallAsync();
        }
    }

    [Fact]
    public async Task Call_ModeThrow_IsStoppedBeforeItLeaves()
    {
        var pools = Build(guard: new GuardOptions { Mode = GuardMode.Throw });
        using var flow = Flow.Begin("POST /wrong-way", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        var stopped = await Assert.ThrowsAsync<ExternalCallException>(CallAsync);

        Assert.Equal(("POST /wrong-way", $"GET {Other.Authority}"), (stopped.Endpoint, stopped.Target));
        Assert.Contains("HeldCallSpecification.cs", stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", stopped.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Other.Requests);
        AssertReported(pools);
        Assert.Null(flow.ExternalCall);
    }

    [Fact]
    public async Task Call_ModeThrowAndNotHttp_IsStopped()
    {
        var pools = Build(guard: new GuardOptions { Mode = GuardMode.Throw });
        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Throws<ExternalCallException>(() => pools.Guard.Call("smtp"));
    }

    private static Task<ConnectionLease> LeaseElsewhereAsync(ConnectionPools pools)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => pools.Api.LeaseAsync(CancellationToken.None).AsTask());
        }
    }

    private sealed class Worker(Func<Task> work) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => work();
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage());
    }
}
