using System.Collections.Concurrent;
using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Initializers;

/// <summary>What an application does on each new physical connection.</summary>
public abstract class ConnectionOpenedSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private readonly ConcurrentQueue<object> _seen = new();

    [Fact]
    public async Task Lease_AgainAndAgain_RunsOnceForEachPhysicalConnection()
    {
        Needs(Capability.KeepsConnections);
        var pools = Build(static api => (api.Size, api.MaxOverflow) = (2, 1), all => all.OnConnectionOpened = SeeAsync);
        for (var round = 0; round < 3; round++)
        {
            await ReturnAsync(await LeaseAsync(pools.Api, 3));
            using var blocking = pools.Api.Lease();
        }

        Assert.Equal(3, _seen.Count);
        Assert.Equal(3, _seen.Distinct().Count());
    }

    [Fact]
    public async Task Lease_OnWhateverRoad_RunsBeforeTheConnectionIsHandedOut()
    {
        var pools = Build(static api => api.Size = 4, all => all.OnConnectionOpened = SeeAsync);
        await using var lease = await pools.Api.LeaseAsync(Ended);
        using var blocking = pools.Api.Lease();
        await using var bare = await pools.Api.OpenConnectionAsync(Ended);

        Assert.Contains(Database.Physical(lease.Connection), _seen);
        Assert.Contains(Database.Physical(blocking.Connection), _seen);
        Assert.Equal(3, _seen.Count);
    }

    [Fact]
    public async Task WarmUp_OfTwo_RunsOnBothBeforeAnyLease()
    {
        Needs(Capability.KeepsConnections);
        var pools = Build(
            static api => (api.Size, api.WarmUp) = (3, 2), all => all.OnConnectionOpened = SeeAsync);

        await pools.WarmUpAsync(Ended).WaitAsync(Patience, Ended);

        Assert.Equal(2, _seen.Count);
        await ReturnAsync(await LeaseAsync(pools.Api, 2));
        Assert.Equal(2, _seen.Count);
    }

    // As the drivers themselves do it, for example while another connection reads the database's types.
    [Fact]
    public async Task Hook_TimesOutOnce_OpeningIsTriedAgain()
    {
        var isFirst = true;
        var pools = Build(static api => api.Size = 1, all => all.OnConnectionOpened = (connection, token) =>
        {
            var (wasFirst, _) = (isFirst, isFirst = false);
            return wasFirst ? throw new TimeoutException("Not yet.") : SeeAsync(connection, token);
        });

        await using var lease = await pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended);

        Assert.Contains(Database.Physical(lease.Connection), _seen);
    }

    [Fact]
    public async Task Hook_Throws_IsTheCallersToKnowAndIsRunAgainForTheNext()
    {
        var fails = true;
        var pools = Build(static api => api.Size = 1, all => all.OnConnectionOpened = (connection, token)
            => fails ? throw new ForeignCodeException() : SeeAsync(connection, token));

        for (var i = 0; i < 3; i++)
        {
            var failed = await Record.ExceptionAsync(() => pools.Api.LeaseAsync(Ended).AsTask());
            Assert.IsType<ForeignCodeException>(failed?.InnerException ?? failed);
        }

        fails = false;
        await using var lease = await pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended);
        Assert.Contains(Database.Physical(lease.Connection), _seen);
    }

    [Fact]
    public async Task Hook_NeverEnds_IsBoundedAndCostsNoPlace()
    {
        var pools = Build(
            static api => (api.Size, api.ConnectTimeout, api.AcquireTimeout)
                = (1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)),
            static all => all.OnConnectionOpened
                = static (_, _) => new ValueTask(new TaskCompletionSource(
                    TaskCreationOptions.RunContinuationsAsynchronously).Task));

        var failed = await Record.ExceptionAsync(
            () => pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended));

        Assert.NotNull(failed);
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 0, "the place is back");
    }

    protected async ValueTask SeeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await connection.ReadAsync(Database.Touch, cancellationToken: cancellationToken);
        _seen.Enqueue(Database.Physical(connection));
    }
}
