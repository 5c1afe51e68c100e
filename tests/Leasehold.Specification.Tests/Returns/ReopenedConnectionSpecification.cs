using System.Data;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>A connection that a pool opened is closed and opened again, as Dapper, Quartz and EF Core do.</summary>
public abstract class ReopenedConnectionSpecification<TDatabase> : ReturnedSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_AfterClose_LeasesAgain(bool asynchronously)
    {
        var pools = BuildOne();
        await using var connection = await pools.Api.OpenConnectionAsync(Ended);
        for (var round = 2; round <= 4; round++)
        {
            await EitherWayAsync(asynchronously, connection.CloseAsync, connection.Close);
            Assert.Equal(ConnectionState.Closed, connection.State);
            await AtRestAsync(pools);

            await EitherWayAsync(asynchronously, () => connection.OpenAsync(Ended), connection.Open);

            Assert.Equal(ConnectionState.Open, connection.State);
            Assert.Equal((1, round), (pools.Api.Snapshot().InUse, pools.Api.Snapshot().Leased));
            Assert.True(await connection.ReadAsync(Database.Touch) >= 0);
        }

        await connection.DisposeAsync();
        await AtRestAsync(pools);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_AfterCloseWhenThePoolIsFull_WaitsInLine(bool asynchronously)
    {
        var pools = BuildOne();
        var connection = await pools.Api.OpenConnectionAsync(Ended);
        await connection.CloseAsync();
        var holder = await pools.Api.LeaseAsync(Ended);

        var opening = asynchronously
            ? connection.OpenAsync(Ended)
            : Task.Factory.StartNew(
                connection.Open, Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await WaitersAsync(pools.Api, 1);
        await holder.DisposeAsync();
        await opening.WaitAsync(Patience, Ended);

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await connection.DisposeAsync();
        await AtRestAsync(pools);
    }

    [Fact]
    public async Task Open_AfterCloseOfATransaction_BeginsClean()
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();
        await using var connection = await pools.Api.OpenConnectionAsync(Ended);
        await connection.ExecuteAsync(Database.Begin);
        await connection.ExecuteAsync($"INSERT INTO {table} VALUES (2, 'left')");

        await connection.CloseAsync();
        await connection.OpenAsync(Ended);
        await connection.ExecuteAsync($"INSERT INTO {table} VALUES (3, 'next')");

        Assert.Equal(3, await Database.ReadAsync($"SELECT id FROM {table} WHERE id > 1"));
    }

    [Fact]
    public async Task Open_WhileOpen_ThrowsAndTakesNoSecondPlace()
    {
        var pools = Build(api => api.Size = 2);
        await using var connection = await pools.Api.OpenConnectionAsync(Ended);

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.OpenAsync(Ended));
        Assert.Throws<InvalidOperationException>(connection.Open);

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await connection.CloseAsync();
        await AtRestAsync(pools);
    }

    private static async Task EitherWayAsync(bool asynchronously, Func<Task> asynchronous, Action blocking)
    {
        if (asynchronously)
        {
            await asynchronous();
        }
        else
        {
            blocking();
        }
    }
}

public sealed class MariaDbReopenedConnectionTests : ReopenedConnectionSpecification<MariaDbDatabase>;

public sealed class PostgreSqlReopenedConnectionTests : ReopenedConnectionSpecification<PostgreSqlDatabase>;

public sealed class SqliteReopenedConnectionTests : ReopenedConnectionSpecification<SqliteDatabase>;
