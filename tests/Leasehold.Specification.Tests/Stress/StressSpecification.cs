using System.Collections.Concurrent;
using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Stress;

/// <summary>Everything at once, with changes of mind and faults: in the end nothing is in use.</summary>
public abstract class StressSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int Operations = 50_000;
    private const int Workers = 16;
    private const int Size = 4;
    private const int Overflow = 3;
    private readonly int _seed = Random.Shared.Next();
    private readonly ConcurrentQueue<Exception> _unexpected = new();
    private int _left = Operations;
    private int _cancelled;
    private int _nextId;

    protected string Table { get; private set; } = "";

    /// <summary>How many changes of mind must have come in time to be told of.</summary>
    protected virtual int LeastCancelled => 100;

    [Fact]
    public async Task Mixed_FiftyThousandOperationsWithCancelsAndFaults_LeaveNothingInUse()
    {
        var pools = Build(
            api => (api.Size, api.MaxOverflow, api.PrePingBypass, api.OverflowIdleTimeout)
                = (Size, Overflow, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100)),
            all => all.Budget = Size + 2 + Overflow);
        Table = await Database.CreateTableAsync();
        var most = 0;
        using var over = new CancellationTokenSource();
        var watching = WatchAsync();

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(pools, worker))))
            .WaitAsync(TimeSpan.FromSeconds(300), Ended);
        await over.CancelAsync();
        await watching;

        Assert.True(_unexpected.IsEmpty, $"Seed {_seed}: {string.Join('\n', _unexpected.Take(3))}");
        Assert.InRange(_cancelled, LeastCancelled, Operations); // else nothing was raced
        await Eventually.TrueAsync(() => pools.Api.Snapshot() is { InUse: 0, OverflowInUse: 0, Waiting: 0 }, "at rest");
        Assert.Empty(Logs.Of(LogEvents.LeaseLeaked));
        Assert.Empty(Logs.Of(LogEvents.WatchFailed));
        Assert.InRange(pools.Api.Snapshot().PeakInUse, Size, Size + Overflow);
        Assert.InRange(most, 1, Size + 2 + Overflow);
        await Eventually.TrueAsync(
            async () => await Database.CountConnectionsAsync(pools) <= Size, "overflow closes and Size remains");
        pools.Api.Clear(); // a session killed in the last second may still be handed out unchecked
        await ReturnAsync(await LeaseAsync(pools.Api, Size + Overflow).WaitAsync(Patience, Ended));

        async Task WatchAsync()
        {
            while (!over.IsCancellationRequested)
            {
                most = Math.Max(most, await CountConnectionsAsync(pools, Size + 2 + Overflow));
                await Task.Delay(20, Ended); // samples, not a load of their own
            }
        }
    }

    /// <summary>Faults that only this kind of database knows.</summary>
    protected virtual Task FaultAsync(ConnectionPools pools, Random random) => Task.CompletedTask;

    /// <summary>Whether a fault explains the error.</summary>
    protected virtual bool IsExpected(ConnectionPools pools, Exception exception) => false;

    protected int NextId() => Interlocked.Increment(ref _nextId);

    private async Task WorkAsync(ConnectionPools pools, int worker)
    {
        var random = new Random(_seed + worker);
        while (Interlocked.Decrement(ref _left) >= 0)
        {
            try
            {
                await OperateAsync(pools, random);
            }
            catch (OperationCanceledException)
            {
                Ended.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _cancelled);
            }
            catch (Exception exception) when (exception is InvalidTimeZoneException || IsExpected(pools, exception))
            {
                // The fault itself, or what it did to a neighbour.
            }
            catch (Exception exception)
            {
                _unexpected.Enqueue(exception);
            }
        }
    }

    private async Task OperateAsync(ConnectionPools pools, Random random)
    {
        switch (random.Next(1000))
        {
            case < 500:
                await using (await pools.Api.LeaseAsync(Ended))
                {
                    return;
                }

            case < 750:
                await LeaseAndMaybeCancelAsync(pools, random);
                return;
            case < 850:
                await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
                return;
            case < 900:
                await LeaseBlockingAsync(pools);
                return;

            case < 930:
                await using (var bare = await pools.Api.OpenConnectionAsync(Ended))
                {
                    await bare.CloseAsync();
                    return;
                }

            case < 960:
                await pools.Api.CreateCommand(Database.Touch).ExecuteScalarAsync(Ended);
                return;
            case < 980:
                await pools.InReadSessionAsync((session, token) => session.ReadAsync(Database.Touch, token), Ended);
                return;
            case < 990:
                await pools.InSessionAsync((session, token) => WriteAsync(session, random.Next(2) == 0, token), Ended);
                return;
            case < 994:
                pools.Api.Clear();
                return;
            default:
                await FaultAsync(pools, random);
                return;
        }
    }

    // On a thread of its own: threads of the thread pool that block here would keep the drivers' handshakes waiting for
    // as long as connecting may take.
    private static Task LeaseBlockingAsync(ConnectionPools pools)
        => Task.Factory.StartNew(
            () => pools.Api.Lease().Dispose(), Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task WriteAsync(Session session, bool fails, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"INSERT INTO {Table} (id) VALUES ({NextId()})", cancellationToken);
        if (fails)
        {
            throw new InvalidTimeZoneException("changes its mind");
        }
    }

    private static async Task LeaseAndMaybeCancelAsync(ConnectionPools pools, Random random)
    {
        using var caller = new CancellationTokenSource();
        var acquiring = pools.Api.LeaseAsync(caller.Token);
        for (var i = random.Next(4); i > 0 && !acquiring.IsCompleted; i--)
        {
            await Task.Yield();
        }

        await caller.CancelAsync();
        await (await acquiring).DisposeAsync();
    }
}
