using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Servers;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Restarts;

/// <summary>The server restarts under traffic; afterwards no request meets a connection from before.</summary>
public abstract class RestartSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private const int Workers = 6;
    private IDatabaseServer? _server;

    private IDatabaseServer Server => _server!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _server = await Database.StartPrivateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(0, ResetOnReturn.Full, StopMode.Orderly)]
    [InlineData(0, ResetOnReturn.Full, StopMode.Kill)]
    [InlineData(0, ResetOnReturn.Rollback, StopMode.Kill)]
    [InlineData(1, ResetOnReturn.Full, StopMode.Kill)]
    [InlineData(1, ResetOnReturn.Rollback, StopMode.Orderly)]
    public async Task Restart_UnderTraffic_FailsNoRequestLaterThanTheBypass(
        int bypassSeconds, ResetOnReturn reset, StopMode mode)
    {
        var bypass = TimeSpan.FromSeconds(bypassSeconds);
        var pools = Build(
            api => (api.Size, api.MaxOverflow, api.PrePingBypass, api.ResetOnReturn, api.AcquireTimeout)
                = (4, 2, bypass, reset, TimeSpan.FromSeconds(10)),
            connectionString: Server.ConnectionString);
        var failures = new ConcurrentQueue<(long BeganAt, Exception Error)>();
        var done = 0;
        var longestMs = 0L;
        using var over = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, Workers).Select(_ => Task.Run(TrafficAsync)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref done) > 500, "traffic flows");

        await Server.RestartAsync(mode, Ended);
        var isBack = Stopwatch.GetTimestamp();
        var before = Volatile.Read(ref done);
        await Task.Delay(bypass + TimeSpan.FromSeconds(0.5), Ended); // what may fail has had its time
        await Eventually.TrueAsync(() => Volatile.Read(ref done) > before + 500, "traffic flows again");
        await over.CancelAsync();
        await Task.WhenAll(traffic).WaitAsync(Patience, Ended);

        var late = failures.Where(f => Stopwatch.GetElapsedTime(isBack, f.BeganAt) >= bypass).ToList();
        Assert.True(late.Count == 0, $"{late.Count} of {failures.Count} came too late: {late.FirstOrDefault().Error}");
        Assert.True(
            !failures.IsEmpty || Volatile.Read(ref longestMs) > 50,
            "The restart was not noticed at all: the traffic did not test it.");
        AssertAtRest(pools.Api);

        async Task TrafficAsync()
        {
            while (!over.IsCancellationRequested)
            {
                var beganAt = Stopwatch.GetTimestamp();
                try
                {
                    await using var lease = await pools.Api.LeaseAsync(Ended);
                    await lease.Connection.ReadAsync(Database.Select("1"));
                    Interlocked.Increment(ref done);
                    InterlockedMax(ref longestMs, (long)Stopwatch.GetElapsedTime(beganAt).TotalMilliseconds);
                }
                catch (Exception error) when (error is DbException or LeaseholdException)
                {
                    failures.Enqueue((beganAt, error));
                    await Task.Delay(5, Ended); // a client that is refused does not hammer
                }
            }
        }
    }

    private static void InterlockedMax(ref long most, long value)
    {
        var seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    [Theory]
    [InlineData(ResetOnReturn.Full)]
    [InlineData(ResetOnReturn.Rollback)]
    public async Task Restart_WhileIdle_IsNeverNoticed(ResetOnReturn reset)
    {
        var pools = Build(
            api => (api.Size, api.MaxOverflow, api.PrePingBypass, api.ResetOnReturn) = (4, 2, TimeSpan.Zero, reset),
            connectionString: Server.ConnectionString);
        await ReturnAsync(await LeaseAsync(pools.Api, 6));

        await Server.RestartAsync(StopMode.Kill, Ended);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
        })));
        await pools.InSessionAsync((session, token) => session.ReadAsync(Database.Select("1"), token), Ended);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Down_ForAWhile_FailsEachRequestWithItsCauseAndRecovers()
    {
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromMilliseconds(500)),
            connectionString: Server.ConnectionString);
        await ReturnAsync(await LeaseAsync(pools.Api, 2));
        await Server.StopAsync(StopMode.Kill, Ended);

        for (var i = 0; i < 5; i++)
        {
            var failed = await Record.ExceptionAsync(() => PhysicalOfNextAsync(pools.Api));
            Assert.IsType<DbException>(
                failed is ConnectTimeoutException ? failed.InnerException : failed, exactMatch: false);
            AssertAtRest(pools.Api);
        }

        await Server.StartAsync(Ended);
        await WarmUpAsync(pools.Api, 2);
        AssertAtRest(pools.Api);
    }
}
