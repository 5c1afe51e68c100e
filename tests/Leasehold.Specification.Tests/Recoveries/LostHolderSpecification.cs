using System.Data.Common;
using System.Runtime.CompilerServices;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>Bare connections and readers of the pool's commands that nobody closes.</summary>
public abstract class LostHolderSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BareConnection_Dropped_IsRecoveredAndItsOriginReported(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        await DropConnectionAsync(pools, asynchronously);

        await CollectAsync(pools);

        var report = Assert.Single(Logs.Of(LogEvents.LeaseLeaked));
        Assert.Contains("GET /lost", report, StringComparison.Ordinal);
        Assert.Contains(nameof(DropConnectionAsync), report, StringComparison.Ordinal);
        Assert.Contains("LostHolderSpecification.cs:", report, StringComparison.Ordinal);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task BareConnection_OpenedAgainAndDropped_IsRecoveredAndReported()
    {
        var pools = Build(api => api.Size = 1);
        await DropReopenedAsync(pools);

        await CollectAsync(pools);

        Assert.Contains("GET /lost", Assert.Single(Logs.Of(LogEvents.LeaseLeaked)), StringComparison.Ordinal);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task BareConnection_ThroughADataSourceVariableDropped_IsReportedWithItsEndpoint()
    {
        var pools = Build(api => api.Size = 1);
        await DropOfAsync(pools.Api);

        await CollectAsync(pools);

        Assert.Contains("GET /lost", Assert.Single(Logs.Of(LogEvents.LeaseLeaked)), StringComparison.Ordinal);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task BareConnection_DroppedInATransactionBegunInText_IsUndone()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateRowAsync();
        await DropTransactionAsync(pools, table);

        await CollectAsync(pools);

        await Eventually.TrueAsync(
            () => Database.IsWritableAsync(table), "another session can write", TimeSpan.FromSeconds(5));
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'before'"));
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task BareConnection_Dropped_ServesTheWaiter()
    {
        var pools = Build(api => api.Size = 1);
        await DropConnectionAsync(pools, asynchronously: true);
        var waiter = TouchedLeaseAsync(pools.Api);
        await WaitersAsync(pools.Api, 1);

        await CollectAsync(pools);

        await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommandsReader_Dropped_IsRecoveredAndReported(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        await DropReaderAsync(pools, asynchronously);

        await CollectAsync(pools);

        Assert.Contains("GET /lost", Assert.Single(Logs.Of(LogEvents.LeaseLeaked)), StringComparison.Ordinal);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task BareConnection_OnlyItsReaderIsKept_IsNotTakenAway()
    {
        var pools = Build(api => api.Size = 2);
        await using var kept = await KeepReaderAsync(pools);
        await DropConnectionAsync(pools, asynchronously: true);

        await CollectAsync(pools);

        Assert.Equal(1, pools.Api.Snapshot(0).InUse);
        Assert.True(await kept.ReadAsync(Ended));
        Assert.Equal(2, Convert.ToInt32(kept.GetValue(0), provider: null));
    }

    [Fact]
    public async Task BareConnection_OnlyItsCommandIsKept_IsNotTakenAway()
    {
        var pools = Build(api => api.Size = 2);
        await using var kept = await KeepCommandAsync(pools);
        await DropConnectionAsync(pools, asynchronously: true);

        await CollectAsync(pools);

        Assert.Equal(1, pools.Api.Snapshot(0).InUse);
        Assert.Equal(7, Convert.ToInt32(await kept.ExecuteScalarAsync(Ended), provider: null));
    }

    [Fact]
    public async Task BareConnection_OnlyItsTransactionIsKept_IsNotTakenAway()
    {
        var pools = Build(api => api.Size = 2);
        var table = await Database.CreateRowAsync();
        await using var kept = await KeepTransactionAsync(pools, table);
        await DropConnectionAsync(pools, asynchronously: true);

        await CollectAsync(pools);

        Assert.Equal(1, pools.Api.Snapshot(0).InUse);
        await kept.CommitAsync(Ended);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'kept'"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropConnectionAsync(ConnectionPools pools, bool asynchronously)
    {
        using var flow = Flow.Begin("GET /lost", Workload.Api);
        await TouchAsync(asynchronously ? await pools.Api.OpenConnectionAsync(Ended) : pools.Api.OpenConnection());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropReopenedAsync(ConnectionPools pools)
    {
        using var flow = Flow.Begin("GET /lost", Workload.Api);
        await ReopenAsync(await pools.Api.OpenConnectionAsync(Ended));

        async Task ReopenAsync(DbConnection connection)
        {
            await connection.CloseAsync();
            await connection.OpenAsync(Ended);
            await TouchAsync(connection);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropOfAsync(DbDataSource source)
    {
        using var flow = Flow.Begin("GET /lost", Workload.Api);
        await TouchAsync(await source.OpenConnectionAsync(Ended));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropTransactionAsync(ConnectionPools pools, string table)
    {
        await UpdateAsync(await pools.Api.OpenConnectionAsync(Ended));

        async Task UpdateAsync(DbConnection connection)
        {
            await connection.ExecuteAsync(Database.Begin);
            await connection.ExecuteAsync($"UPDATE {table} SET body = 'left' WHERE id = 1");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task DropReaderAsync(ConnectionPools pools, bool asynchronously)
    {
        using var flow = Flow.Begin("GET /lost", Workload.Api);
        var command = pools.Api.CreateCommand("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3");
        await ReadOnceAsync(asynchronously ? await command.ExecuteReaderAsync(Ended) : command.ExecuteReader());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<DbDataReader> KeepReaderAsync(ConnectionPools pools)
    {
        var connection = await pools.Api.OpenConnectionAsync(Ended);
        var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3";
        var reader = await command.ExecuteReaderAsync(Ended);
        await ReadOnceAsync(reader);
        return reader;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<DbCommand> KeepCommandAsync(ConnectionPools pools)
    {
        var connection = await pools.Api.OpenConnectionAsync(Ended);
        var command = connection.CreateCommand();
        command.CommandText = "SELECT 7";
        return command;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<DbTransaction> KeepTransactionAsync(ConnectionPools pools, string table)
    {
        var connection = await pools.Api.OpenConnectionAsync(Ended);
        var transaction = await connection.BeginTransactionAsync(Ended);
        await connection.ExecuteAsync($"UPDATE {table} SET body = 'kept' WHERE id = 1", transaction);
        return transaction;
    }

    private Task<long> TouchAsync(DbConnection connection) => connection.ReadAsync(Database.Touch);

    private static async Task ReadOnceAsync(DbDataReader reader) => Assert.True(await reader.ReadAsync(Ended));

    private async Task CollectAsync(ConnectionPools pools)
    {
        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return pools.Api.Snapshot(0).Leaked == 1;
            },
            "what was dropped is noticed",
            TimeSpan.FromSeconds(5));
        Assert.Empty(Logs.Of(LogEvents.WatchFailed));
    }
}

public sealed class MariaDbLostHolderTests : LostHolderSpecification<MariaDbDatabase>;

public sealed class PostgreSqlLostHolderTests : LostHolderSpecification<PostgreSqlDatabase>;

public sealed class SqliteLostHolderTests : LostHolderSpecification<SqliteDatabase>;
