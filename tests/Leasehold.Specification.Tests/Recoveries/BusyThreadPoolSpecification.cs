using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>The waits of blocking callers end in time though no thread of the thread pool is free.</summary>
/// <remarks>
/// The pool's size is the process's own, so it is left alone: its threads are kept busy. It adds one or two a second
/// to those, and there is a blocking work item for each of them.
/// </remarks>
public abstract class BusyThreadPoolSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int Callers = 40;
    private const int Blockers = 1_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acquire_NoPoolThreadIsFree_RunsOutOfTimeInTime(bool bare)
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, Timeout));
        await WarmUpAsync(pools.Api, 1);
        await using var held = await pools.Api.LeaseAsync(Ended);

        var times = WithABusyThreadPool(() => Time(Callers, () =>
            Assert.Throws<PoolExhaustedException>(
                () => bare ? (object)pools.Api.OpenConnection() : pools.Api.Lease())));

        Assert.All(times, static time => Assert.InRange(time, Timeout * 0.9, Timeout + Grace));
        await held.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_NoPoolThreadIsFree_IsServedAtOnceWhenAPlaceComesBack()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, Patience));
        var held = await TouchedLeaseAsync(pools.Api);

        WithABusyThreadPool(() =>
        {
            var waiters = Task.Factory.StartNew(
                () => Time(4, () => pools.Api.Lease().Dispose()),
                Ended,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            Assert.True(
                SpinWait.SpinUntil(() => pools.Api.Snapshot(0).Waiting == 4, Patience), "four wait for the place");

            // On a thread of its own: if it needs one of the pool, this ends all the same, and the blockers with it.
            var returning = Task.Factory.StartNew(
                held.Dispose, Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);

            // With a thread of the pool they would be served when the blockers are over, and those wait for this.
            Assert.True(waiters.Wait(Patience, Ended));
            Assert.True(returning.Wait(Patience, Ended));
            return [];
        });

        await AssertNothingLostAsync(pools.Api);
    }

    private static IReadOnlyList<TimeSpan> WithABusyThreadPool(Func<IReadOnlyList<TimeSpan>> work)
    {
        using var over = new ManualResetEvent(false);
        using var blocked = new CountdownEvent(Blockers);
        for (var i = 0; i < Blockers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state =>
                {
                    state.over.WaitOne();
                    state.blocked.Signal();
                },
                (over, blocked),
                preferLocal: false);
        }

        try
        {
            // What is queued now would not run before the blockers are over.
            return work();
        }
        finally
        {
            over.Set();
            blocked.Wait(Patience);
        }
    }

    // On threads of their own, each with its own clock.
    private static List<TimeSpan> Time(int callers, Action act)
    {
        var times = new TimeSpan[callers];
        var failures = new Exception?[callers];
        var threads = Enumerable.Range(0, callers).Select(i => new Thread(() =>
        {
            var started = Stopwatch.GetTimestamp();
            failures[i] = Record.Exception(act);
            times[i] = Stopwatch.GetElapsedTime(started);
        })
        { IsBackground = true }).ToList();
        threads.ForEach(static thread => thread.Start());
        foreach (var thread in threads)
        {
            Assert.True(thread.Join(TimeSpan.FromSeconds(20)), "A caller did not come back at all.");
        }

        Assert.All(failures, Assert.Null);
        return [.. times];
    }
}

public sealed class MariaDbBusyThreadPoolTests : BusyThreadPoolSpecification<MariaDbDatabase>;

public sealed class PostgreSqlBusyThreadPoolTests : BusyThreadPoolSpecification<PostgreSqlDatabase>;

public sealed class SqliteBusyThreadPoolTests : BusyThreadPoolSpecification<SqliteDatabase>;
