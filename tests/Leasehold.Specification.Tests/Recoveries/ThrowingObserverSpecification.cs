using System.Runtime.CompilerServices;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>Listeners and log sinks are somebody else's code: what they throw costs no place and no turn.</summary>
public abstract class ThrowingObserverSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("db.client.connection.wait_time", true)]
    [InlineData("db.client.connection.wait_time", false)]
    [InlineData("db.client.connection.use_time", true)]
    [InlineData("db.client.connection.use_time", false)]
    public async Task Meter_ThrowsAtALease_LosesNothing(string instrument, bool asynchronously)
    {
        var pools = Build(static api => api.AcquireTimeout = Timeout);
        using (var meter = new ThrowingMeter(instrument))
        {
            for (var i = 0; i < 4; i++)
            {
                await TryAsync(() => LeaseAndReturnAsync(pools.Api, asynchronously));
            }

            Assert.NotEqual(0, meter.Thrown);
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData("db.client.connection.wait_time")]
    [InlineData("db.client.connection.use_time")]
    public async Task Meter_ThrowsAtABareConnectionOrACommand_LosesNothing(string instrument)
    {
        var pools = Build(static api => api.AcquireTimeout = Timeout);
        using (var meter = new ThrowingMeter(instrument))
        {
            for (var i = 0; i < 3; i++)
            {
                await TryAsync(async () => await (await pools.Api.OpenConnectionAsync(Ended)).DisposeAsync());
                await TryAsync(async () => await (await pools.Api.OpenConnectionAsync(Ended)).CloseAsync());
                await TryAsync(async () => await pools.Api.CreateCommand(Database.Touch).ExecuteScalarAsync(Ended));
            }

            Assert.NotEqual(0, meter.Thrown);
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData("db.client.connection.wait_time")]
    [InlineData("db.client.connection.use_time")]
    [InlineData("leasehold.nested_acquires")]
    public async Task Meter_ThrowsAtAWaiter_LosesNothing(string instrument)
    {
        var pools = Build(static api => (api.Size, api.AcquireTimeout) = (1, Timeout));
        using (var meter = new ThrowingMeter(instrument))
        {
            await WaitNestedAsync(pools.Api, asynchronously: true);
            await WaitNestedAsync(pools.Api, asynchronously: false);
            Assert.NotEqual(0, meter.Thrown);
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData("db.client.connection.timeouts", 10)]
    [InlineData("leasehold.refusals", 0)]
    public async Task Meter_ThrowsAtARefusal_LosesNothing(string instrument, int maxWaiters)
    {
        var pools = Build(api => (api.Size, api.MaxWaiters, api.AcquireTimeout)
            = (1, maxWaiters, TimeSpan.FromMilliseconds(300)));
        await WarmUpAsync(pools.Api, 1);
        await using (await pools.Api.LeaseAsync(Ended))
        {
            using var meter = new ThrowingMeter(instrument);
            await Assert.ThrowsAnyAsync<Exception>(() => pools.Api.LeaseAsync(Ended).AsTask());
            Assert.NotEqual(0, meter.Thrown);
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData("db.client.connection.wait_time")]
    [InlineData("db.client.connection.use_time")]
    public async Task Meter_ThrowsInAWritingSession_TheNextOneWrites(string instrument)
    {
        var pools = Build(static api => api.AcquireTimeout = Timeout);
        var table = await Database.CreateRowAsync();
        using (var meter = new ThrowingMeter(instrument))
        {
            for (var i = 0; i < 3; i++)
            {
                await TryAsync(() => WriteAsync(pools, table));
                await TryAsync(async () =>
                {
                    await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);
                });
            }

            Assert.NotEqual(0, meter.Thrown);
        }

        await WriteAsync(pools, table).WaitAsync(TimeSpan.FromSeconds(5), Ended);
        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_ThrowsAtOverBudgetAndNested_LosesNothing(bool asynchronously)
    {
        var pools = Build(static api => (api.Size, api.HoldBudget, api.AcquireTimeout) = (1, Budget, Timeout));
        Logs.Throws = static id => id is LogEvents.HeldOverBudget or LogEvents.OverBudgetReturned
            or LogEvents.NestedAcquire;

        var held = await TouchedLeaseAsync(pools.Api);
        await Logs.FirstAsync(LogEvents.HeldOverBudget);
        await TryAsync(() => held.DisposeAsync().AsTask());
        await WaitNestedAsync(pools.Api, asynchronously);

        Assert.NotEmpty(Logs.Of(LogEvents.OverBudgetReturned));
        Assert.NotEmpty(Logs.Of(LogEvents.NestedAcquire));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Log_ThrowsAtOverBudgetOfAWritingSession_TheNextOneWrites()
    {
        var pools = Build(static api => (api.Size, api.HoldBudget, api.AcquireTimeout) = (2, Budget, Timeout));
        var table = await Database.CreateRowAsync();
        Logs.Throws = static id => id is LogEvents.HeldOverBudget or LogEvents.OverBudgetReturned;
        var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await Logs.FirstAsync(LogEvents.HeldOverBudget);

        await TryAsync(() => session.DisposeAsync().AsTask());

        Assert.NotEmpty(Logs.Of(LogEvents.OverBudgetReturned));
        await WriteAsync(pools, table).WaitAsync(TimeSpan.FromSeconds(5), Ended);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Log_ThrowsAtALostLease_IsRecoveredAllTheSame()
    {
        var pools = Build(static api => (api.Size, api.AcquireTimeout) = (1, Timeout));
        Logs.Throws = static id => id == LogEvents.LeaseLeaked;
        await DropLeaseAsync(pools);

        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Logs.Of(LogEvents.LeaseLeaked).Count > 0 && pools.Api.Snapshot(0).InUse == 0;
            },
            "the lost lease is recovered",
            TimeSpan.FromSeconds(5));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Log_ThrowsAtExhaustion_LosesNothing()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromMilliseconds(300)));
        await WarmUpAsync(pools.Api, 1);
        Logs.Throws = static id => id == LogEvents.Exhausted;
        await using (await pools.Api.LeaseAsync(Ended))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => pools.Api.LeaseAsync(Ended).AsTask());
            await Assert.ThrowsAnyAsync<Exception>(() => OnItsOwnThread(() => pools.Api.Lease()));
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropLeaseAsync(ConnectionPools pools)
    {
        await TouchAsync(await pools.Api.LeaseAsync(Ended));

        Task TouchAsync(ConnectionLease lease) => lease.Connection.ReadAsync(Database.Touch);
    }

    // The second lease of a flow waits for the first one, which comes back only when it is in line.
    private static async Task WaitNestedAsync(ConnectionPool pool, bool asynchronously)
    {
        using var flow = Flow.Begin("GET /nested", Workload.Api);
        ConnectionLease? held = null;
        await TryAsync(async () => held = await pool.LeaseAsync(Ended));
        var second = asynchronously
            ? TryAsync(() => LeaseAndReturnAsync(pool, asynchronously: true))
            : OnItsOwnThread(() => TryAsync(() => LeaseAndReturnAsync(pool, asynchronously: false))).Unwrap();
        if (held is not null)
        {
            await Eventually.TrueAsync(
                () => second.IsCompleted || pool.Snapshot(0).Waiting == 1, "the second one waits or has failed");
            await TryAsync(() => held.DisposeAsync().AsTask());
        }

        await second.WaitAsync(Patience, Ended);
    }

    private static async Task LeaseAndReturnAsync(ConnectionPool pool, bool asynchronously)
    {
        if (asynchronously)
        {
            await using var lease = await pool.LeaseAsync(Ended);
        }
        else
        {
            using var lease = pool.Lease();
        }
    }

    private static Task<int> WriteAsync(ConnectionPools pools, string table)
        => pools.InSessionAsync(
            (session, token) => session.ExecuteAsync($"UPDATE {table} SET body = 'written' WHERE id = 1", token),
            Ended);

    // Whether the caller sees what the other code threw is not the point here.
    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().WaitAsync(Patience, Ended);
        }
        catch (ForeignCodeException)
        {
            // As said.
        }
    }
}

public sealed class MariaDbThrowingObserverTests : ThrowingObserverSpecification<MariaDbDatabase>;

public sealed class PostgreSqlThrowingObserverTests : ThrowingObserverSpecification<PostgreSqlDatabase>;

public sealed class SqliteThrowingObserverTests : ThrowingObserverSpecification<SqliteDatabase>;
