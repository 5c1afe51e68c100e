using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>The server has no connection left for this user at the moment: connecting is tried again.</summary>
public abstract class FullServerSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_LimitIsUsedUpForAMoment_WaitsAndWorks(bool asynchronously)
    {
        await using var user = await Database.CreateLimitedUserAsync(1);
        var pools = Build(api => api.Size = 1, connectionString: user.ConnectionString);
        await using var other = Database.Connect(user.ConnectionString);
        await other.OpenAsync(Ended);
        var lease = asynchronously
            ? pools.Api.LeaseAsync(Ended).AsTask()
            : OnItsOwnThread(() => pools.Api.Lease());
        var started = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () => lease.IsCompleted || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(1),
            "it was refused, more than once");

        await other.CloseAsync();

        await using (var got = await lease.WaitAsync(TimeSpan.FromSeconds(5), Ended))
        {
            Assert.Equal(1, await got.Connection.ReadAsync("SELECT 1"));
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_LimitStaysUsedUp_FailsWithTheServersReasonAfterAcquireTimeout(bool asynchronously)
    {
        var timeout = TimeSpan.FromSeconds(1);
        await using var user = await Database.CreateLimitedUserAsync(1);
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, timeout), connectionString: user.ConnectionString);
        await using var other = Database.Connect(user.ConnectionString);
        await other.OpenAsync(Ended);
        using var time = LoadedTime.Start();

        var failed = await Record.ExceptionAsync(async () => await (asynchronously
            ? pools.Api.LeaseAsync(Ended).AsTask()
            : OnItsOwnThread(() => pools.Api.Lease())));

        time.AssertWithin(timeout * 0.5, timeout + TimeSpan.FromSeconds(1));
        Assert.NotNull(failed);
        Assert.Contains(Causes(failed), static cause => cause is DbException);
        await other.CloseAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Lease_LimitIsUsedUpAndTheCallerCancels_EndsSoon()
    {
        await using var user = await Database.CreateLimitedUserAsync(1);
        var pools = Build(api => api.Size = 1, connectionString: user.ConnectionString);
        await using var other = Database.Connect(user.ConnectionString);
        await other.OpenAsync(Ended);
        using var changesItsMind = new CancellationTokenSource();
        var lease = pools.Api.LeaseAsync(changesItsMind.Token).AsTask();
        var started = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () => lease.IsCompleted || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.5),
            "it was refused");

        await changesItsMind.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => lease.WaitAsync(TimeSpan.FromSeconds(1), Ended));
        await other.CloseAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Lease_LimitIsTheBudgetAndConnectionsAreRecycled_FailsNobody()
    {
        const int Size = 4;
        await using var user = await Database.CreateLimitedUserAsync(Size);
        var pools = Build(
            api => (api.Size, api.Recycle) = (Size, TimeSpan.FromSeconds(1)),
            all: static options =>
            {
                // The limit is this pool's alone: start-up and the others open nothing here.
                options.Pools[Workload.Background.Name].Size = 1;
                options.Pools[Workload.Batch.Name].Size = 1;
            },
            connectionString: user.ConnectionString);
        var failures = new ConcurrentQueue<Exception>();
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 2 * Size).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5) && failures.IsEmpty)
            {
                try
                {
                    await using var lease = await pools.Api.LeaseAsync(Ended);
                    await lease.Connection.ReadAsync("SELECT 1");
                }
                catch (DbException failure)
                {
                    failures.Enqueue(failure);
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        Assert.Empty(failures);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Lease_LimitIsTheBudgetAndThePoolIsCleared_FailsNobody()
    {
        const int Size = 4;
        await using var user = await Database.CreateLimitedUserAsync(Size);
        var pools = Build(api => api.Size = Size, connectionString: user.ConnectionString);
        for (var round = 0; round < 10; round++)
        {
            var leases = await LeaseAsync(pools.Api, Size);
            foreach (var lease in leases)
            {
                await lease.Connection.ExecuteAsync(Database.MakeSlowToEnd);
            }

            await ReturnAsync(leases);
            pools.Api.Clear();
        }

        await AssertNothingLostAsync(pools.Api);
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}

public sealed class MariaDbFullServerTests : FullServerSpecification<MariaDbDatabase>;

public sealed class PostgreSqlFullServerTests : FullServerSpecification<PostgreSqlDatabase>;
