using System.Transactions;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>Opens one after another in a TransactionScope need one connection, as with the plain drivers.</summary>
public abstract class OneScopeSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private const int Opens = 10;

    [Theory]
    [InlineData(2, 0, true, true)]
    [InlineData(2, 0, true, false)]
    [InlineData(2, 0, false, true)]
    [InlineData(2, 0, false, false)]
    [InlineData(1, 1, true, true)]
    [InlineData(1, 1, true, false)]
    [InlineData(1, 1, false, true)]
    [InlineData(1, 1, false, false)]
    public async Task Scope_TenOpensOneAfterAnother_UsesOnePlace(int size, int overflow, bool bare, bool commits)
    {
        var pools = Build(api => (api.Size, api.MaxOverflow, api.AcquireTimeout)
            = (size, overflow, TimeSpan.FromSeconds(5)));
        var table = await Database.CreateTableAsync();

        using (var scope = Scope())
        {
            for (var id = 1; id <= Opens; id++)
            {
                await InsertAsync(pools.Api, table, id, bare);
                var now = pools.Api.Snapshot(0);
                Assert.Equal((1, 0), (now.InUse, now.OverflowInUse));
            }

            if (commits)
            {
                scope.Complete();
            }
        }

        Assert.Equal(commits ? Opens : 0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public void Scope_TenBlockingOpensOneAfterAnother_UsesOnePlace()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(5)));
        using (var scope = Scope())
        {
            for (var i = 0; i < Opens; i++)
            {
                using (pools.Api.OpenConnection())
                {
                    Assert.Equal(1, pools.Api.Snapshot(0).InUse);
                }

                using (pools.Api.Lease())
                {
                    Assert.Equal(1, pools.Api.Snapshot(0).InUse);
                }
            }

            scope.Complete();
        }
    }

    [Fact]
    public async Task Scope_TenCommandsOfThePool_UsesOnePlace()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(5)));
        var table = await Database.CreateTableAsync();
        using (var scope = Scope())
        {
            for (var id = 1; id <= Opens; id++)
            {
                await using var command = pools.Api.CreateCommand($"INSERT INTO {table} (id) VALUES ({id})");
                await command.ExecuteNonQueryAsync(Ended);
                Assert.Equal(1, pools.Api.Snapshot(0).InUse);
            }

            scope.Complete();
        }

        Assert.Equal(Opens, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Scope_OthersBesideIt_NeverGetItsConnection()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(5)));
        var table = await Database.CreateTableAsync();
        using (Scope())
        {
            for (var id = 1; id <= Opens; id++)
            {
                await InsertAsync(pools.Api, table, id, bare: id % 2 == 0);
                using (new TransactionScope(
                    TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
                {
                    await InsertAsync(pools.Api, table, 100 + id, bare: id % 2 == 0);
                }
            }
        }

        Assert.Equal(Opens, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE id > 100"));
        Assert.Equal(Opens, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Scopes_OneAfterAnother_EachUndoesItsOwnAlone()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(5)));
        var table = await Database.CreateTableAsync();
        for (var round = 0; round < 6; round++)
        {
            using var scope = Scope();
            await InsertAsync(pools.Api, table, 10 * round, bare: true);
            await InsertAsync(pools.Api, table, (10 * round) + 1, bare: false);
            if (round % 2 == 0)
            {
                scope.Complete();
            }
        }

        Assert.Equal(6, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Scope_AnotherParticipantThrowsInItsRollback_ThePlaceIsFreeAllTheSame()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(5)));
        var table = await Database.CreateTableAsync();
        var scope = Scope();
        await InsertAsync(pools.Api, table, 1, bare: true);
        Transaction.Current!.EnlistVolatile(new ThrowingParticipant(), EnlistmentOptions.None);

        Assert.Throws<InvalidTimeZoneException>(scope.Dispose);

        await AssertNothingLostAsync(pools.Api);
    }

    private static TransactionScope Scope()
        => new(TransactionScopeOption.Required, Patience, TransactionScopeAsyncFlowOption.Enabled);

    private static async Task InsertAsync(ConnectionPool pool, string table, int id, bool bare)
    {
        var sql = $"INSERT INTO {table} (id) VALUES ({id})";
        if (bare)
        {
            await using var connection = await pool.OpenConnectionAsync(Ended);
            await connection.ExecuteAsync(sql);
            await connection.CloseAsync();
        }
        else
        {
            await using var lease = await pool.LeaseAsync(Ended);
            await lease.Connection.ExecuteAsync(sql);
        }
    }
}

public sealed class MariaDbOneScopeTests : OneScopeSpecification<MariaDbDatabase>;

public sealed class PostgreSqlOneScopeTests : OneScopeSpecification<PostgreSqlDatabase>;
