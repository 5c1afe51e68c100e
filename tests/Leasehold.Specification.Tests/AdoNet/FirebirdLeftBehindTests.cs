using FirebirdSql.Data.FirebirdClient;
using Leasehold.AdoNet;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.AdoNet;

/// <summary>
/// What a holder leaves on a session that nothing resets: what outlives the return, as the guide lists it, and the
/// ways to be rid of it.
/// </summary>
public sealed class FirebirdLeftBehindTests : PoolSpecification<FirebirdDatabase>
{
    private const string Unset = "EXECUTE BLOCK AS BEGIN rdb$set_context('USER_SESSION', 'spec', NULL); END";

    [Fact]
    public async Task Return_ByDefault_LeavesContextVariablesAndRowsOfPreservingTables()
    {
        await Database.ExecuteAsync("RECREATE GLOBAL TEMPORARY TABLE scratch (id INT) ON COMMIT PRESERVE ROWS");
        var pools = Build(static api => api.Size = 1);
        await LeaveAsync(pools, "INSERT INTO scratch VALUES (1)");

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(77, await next.Connection.ReadAsync(Database.ReadVariable));
        Assert.Equal(1, await next.Connection.ReadAsync("SELECT count(*) FROM scratch"));
    }

    [Fact]
    public async Task Return_TransactionLeftOpen_IsUndone()
    {
        var table = await Database.CreateTableAsync();
        var pools = Build(static api => api.Size = 1);
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            var transaction = await lease.Connection.BeginTransactionAsync(Ended);
            await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", transaction);
        }

        await Database.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)").WaitAsync(Patience, Ended);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task Return_ResetStatements_UndoWhatTheyName()
    {
        var pools = Build(static api => api.Size = 1, provider: Provider(static o => o.ResetStatements.Add(Unset)));
        var left = await LeaveAsync(pools);

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(left, Database.Physical(next.Connection));
        Assert.Equal(-1, await next.Connection.ReadAsync(Database.ReadVariable));
    }

    [Fact]
    public async Task Return_ResetStatementFails_TheConnectionIsNotUsedAgain()
    {
        var pools = Build(
            static api => api.Size = 1, provider: Provider(static o => o.ResetStatements.Add("SELECT nothing")));
        var left = await LeaveAsync(pools);

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.NotEqual(left, Database.Physical(next.Connection));
        Assert.Equal(-1, await next.Connection.ReadAsync(Database.ReadVariable));
        await Eventually.EqualAsync(1, () => Database.CountConnectionsAsync(pools));
    }

    [Fact]
    public async Task Return_DiscardOnReturn_ClosesTheConnection()
    {
        var pools = Build(static api => api.Size = 2, provider: Provider(static o => o.DiscardOnReturn = true));
        var left = await LeaveAsync(pools);

        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.NotEqual(left, Database.Physical(next.Connection));
        Assert.Equal(-1, await next.Connection.ReadAsync(Database.ReadVariable));
        Assert.Equal(1, pools.Api.Snapshot().InUse);
    }

    [Fact]
    public async Task Clear_ManyTimes_UsesTheTextsOfEmptyPoolsAgain()
    {
        var pools = Build(static api => api.Size = 1);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            await using (var lease = await TouchedLeaseAsync(pools.Api))
            {
                seen.Add(lease.Connection.ConnectionString);
            }

            pools.Api.Clear();
            await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
        }

        Assert.InRange(seen.Count, 1, 5);
    }

    [Fact]
    public async Task Pools_OfTwoHostsInOneProcess_ShareNoPoolOfTheDriver()
    {
        var name = $"twin-{Environment.ProcessId}";
        var one = Build(static api => api.Size = 1, all => all.ApplicationName = name);
        var other = Build(static api => api.Size = 1, all => all.ApplicationName = name);

        // One pool of the driver, whose maximum is 1, would be full for the second.
        await using var first = await TouchedLeaseAsync(one.Api);
        await using var second = await TouchedLeaseAsync(other.Api);

        Assert.NotEqual(Database.Physical(first.Connection), Database.Physical(second.Connection));
    }

    private AdoNetProvider Provider(Action<AdoNetOptions> more)
    {
        var options = new AdoNetOptions();
        Database.Configure(options);
        more(options);
        return new AdoNetProvider(FirebirdClientFactory.Instance, Database.ConnectionString, options);
    }

    private async Task<object> LeaveAsync(ConnectionPools pools, string? statement = null)
    {
        await using var lease = await pools.Api.LeaseAsync(Ended);
        await lease.Connection.ExecuteAsync(Database.SetVariable);
        if (statement is not null)
        {
            await lease.Connection.ExecuteAsync(statement);
        }

        return Database.Physical(lease.Connection);
    }
}
