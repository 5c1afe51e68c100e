using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Health;

/// <summary>What one holder leaves on the session, the next one does not find.</summary>
public abstract class ResetSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Fact]
    public async Task Return_SessionVariableSet_IsGoneForTheNextHolder()
    {
        Needs(Capability.SessionReset);
        var pools = Build(api => (api.Size, api.ResetOnReturn) = (1, ResetOnReturn.Full));
        object physical;
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ExecuteAsync(Database.SetVariable);
            Assert.Equal(77, await lease.Connection.ReadAsync(Database.ReadVariable));
            physical = Database.Physical(lease.Connection);
        }

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(physical, Database.Physical(next.Connection));
        Assert.Equal(-1, await next.Connection.ReadAsync(Database.ReadVariable));
    }

    [Fact]
    public async Task Return_TemporaryTableMade_IsGoneForTheNextHolder()
    {
        Needs(Capability.TemporaryTable);
        var pools = Build(api => (api.Size, api.ResetOnReturn) = (1, ResetOnReturn.Full));
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ExecuteAsync("CREATE TEMPORARY TABLE scratch (id INT)");
        }

        await using var next = await pools.Api.LeaseAsync(Ended);

        var missing = await Record.ExceptionAsync(() => next.Connection.ReadAsync("SELECT count(*) FROM scratch"));
        Assert.IsType<System.Data.Common.DbException>(missing, exactMatch: false);
    }
}
