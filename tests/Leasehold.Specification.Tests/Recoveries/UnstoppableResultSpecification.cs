using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>
/// A result without an end is left while the server has no connection free for who would stop it: the place is free all
/// the same, and the session ends as soon as it can be stopped.
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public abstract class UnstoppableResultSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Return_ServerIsFull_FreesThePlaceAndEndsTheSessionLater()
    {
        await using var user = await Database.CreateLimitedUserAsync(2);
        var pools = Build(api => api.Size = 1, connectionString: user.ConnectionString);
        var lease = await pools.Api.LeaseAsync(Ended);
        var reader = await ReadOneAsync(lease.Connection);
        var others = await UseUpAsync(user);

        // A thread that drains would not come back before the run ends.
        await Task.Run(() => lease.DisposeAsync().AsTask(), Ended).WaitAsync(Soon, Ended);

        Assert.Equal(0, pools.Api.Snapshot(0).InUse);
        await CloseAsync(others);
        await AssertSessionEndsAsync(pools);
        GC.KeepAlive(reader);
    }

    [Fact]
    public async Task Lost_ServerIsFull_FreesThePlaceAndEndsTheSessionLater()
    {
        await using var user = await Database.CreateLimitedUserAsync(2);
        var pools = Build(api => api.Size = 1, connectionString: user.ConnectionString);
        await DropAsync(pools);
        var others = await UseUpAsync(user);

        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return pools.Api.Snapshot(0) is { Leaked: 1, InUse: 0 };
            },
            "what was dropped is noticed, and its place is free",
            Soon);

        await CloseAsync(others);
        await AssertSessionEndsAsync(pools);
    }

    [Fact]
    public async Task Return_ManyAtOnce_AreStoppedByFewConnections()
    {
        const int Many = 12;
        var pools = Build(api => api.Size = Many);
        var held = new List<(ConnectionLease Lease, DbDataReader Reader)>();
        while (held.Count < Many)
        {
            var lease = await pools.Api.LeaseAsync(Ended);
            held.Add((lease, await ReadOneAsync(lease.Connection)));
        }

        var most = 0L;
        var returned = Task.WhenAll(held.Select(one => Task.Run(() => one.Lease.DisposeAsync().AsTask(), Ended)));
        while (!returned.IsCompleted)
        {
            most = Math.Max(most, await Database.CountConnectionsAsync(pools));
        }

        await returned.WaitAsync(Soon, Ended);
        Assert.InRange(most, 1, Many + 2);
        Assert.Equal(0, pools.Api.Snapshot(0).InUse);
        GC.KeepAlive(held);
    }

    private Task AssertSessionEndsAsync(ConnectionPools pools)
        => Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools), Soon);

    // As many as there are: MariaDB does not count a session that was reset.
    private async Task<List<DbConnection>> UseUpAsync(LimitedUser user)
    {
        var others = new List<DbConnection>();
        while (others.Count < 10)
        {
            var other = Database.Connect(user.ConnectionString);
            try
            {
                await other.OpenAsync(Ended);
                others.Add(other);
            }
            catch (DbException)
            {
                await other.DisposeAsync();
                return others;
            }
        }

        throw new InvalidOperationException("The user's limit is not kept.");
    }

    private static async Task CloseAsync(List<DbConnection> connections)
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropAsync(ConnectionPools pools)
        => await ReadOneAsync((await pools.Api.LeaseAsync(Ended)).Connection);

    private async Task<DbDataReader> ReadOneAsync(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Database.EndlessQuery;
        var reader = await command.ExecuteReaderAsync(Ended);
        Assert.True(await reader.ReadAsync(Ended));
        return reader;
    }
}

public sealed class MariaDbUnstoppableResultTests : UnstoppableResultSpecification<MariaDbDatabase>;

public sealed class PostgreSqlUnstoppableResultTests : UnstoppableResultSpecification<PostgreSqlDatabase>;
