using System.Data.Common;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>A transaction that its holder neither committed nor rolled back.</summary>
public abstract class LeftTransactionSpecification<TDatabase> : ReturnedSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public Task Return_TransactionBegunInText_IsUndone(Road road) => LeaveAsync(road, ResetOnReturn.Full);

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public Task Return_RollbackOnly_TransactionBegunInTextIsUndone(Road road)
        => LeaveAsync(road, ResetOnReturn.Rollback);

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_DriversTransactionLeft_IsUndone(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();

        await road.HoldAsync(pools, async (connection, _) =>
        {
            var transaction = await connection.BeginTransactionAsync(Ended);
            await connection.ExecuteAsync($"UPDATE {table} SET body = 'left' WHERE id = 1", transaction);
        });

        await UndoneAsync(table);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_DriversTransactionDisposedLate_LeavesTheNextHoldersAlone(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();
        DbTransaction? late = null;
        await road.HoldAsync(
            pools, async (connection, _) => late = await connection.BeginTransactionAsync(Ended));

        await road.HoldAsync(pools, async (connection, _) =>
        {
            await using var own = await connection.BeginTransactionAsync(Ended);
            await connection.ExecuteAsync($"UPDATE {table} SET body = 'next' WHERE id = 1", own);
            await Record.ExceptionAsync(() => late!.DisposeAsync().AsTask());
            await own.CommitAsync(Ended);
        });

        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'next'"));
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_TransactionBegunInText_NextHoldersStatementCommitsByItself(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();
        await road.LeaveAsync(pools, Database.Begin, $"INSERT INTO {table} VALUES (2, 'left')");

        await Road.CommandAsync.LeaveAsync(pools, $"INSERT INTO {table} VALUES (3, 'next')");

        Assert.Equal(3, await Database.ReadAsync($"SELECT id FROM {table} WHERE id > 1"));
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Command_KeptAfterTheReturn_DoesNotRunOnTheNextHoldersConnection(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();
        DbCommand? kept = null;
        await road.HoldAsync(pools, async (connection, _) =>
        {
            kept = connection.CreateCommand();
            kept.CommandText = $"UPDATE {table} SET body = 'kept' WHERE id = 1";
            await connection.ReadAsync(Database.Touch);
        });
        await using var next = await TouchedLeaseAsync(pools.Api);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => kept!.ExecuteNonQueryAsync(Ended));

        await UndoneAsync(table);
    }

    private async Task LeaveAsync(Road road, ResetOnReturn reset)
    {
        var pools = BuildOne(reset);
        var table = await Database.CreateRowAsync();

        await road.LeaveAsync(pools, Database.Begin, $"UPDATE {table} SET body = 'left' WHERE id = 1");

        await UndoneAsync(table);
        await AtRestAsync(pools);
    }
}

public sealed class MariaDbLeftTransactionTests : LeftTransactionSpecification<MariaDbDatabase>;

public sealed class PostgreSqlLeftTransactionTests : LeftTransactionSpecification<PostgreSqlDatabase>;

public sealed class SqliteLeftTransactionTests : LeftTransactionSpecification<SqliteDatabase>;
