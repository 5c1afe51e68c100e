using System.Data.Common;
using Dapper;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>Dapper on a pool: whatever it does, the place is free again.</summary>
public abstract class DapperSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Query_AndExecute_LeaseOnceEachAndReturn(bool asynchronously)
    {
        var (pool, table) = await PrepareAsync();
        if (asynchronously)
        {
            await using var connection = await pool.OpenConnectionAsync(Ended);
            Assert.Equal(1, await connection.ExecuteAsync($"INSERT INTO {table} VALUES (@id, @body)", Row(9)));
            Assert.Equal(4, (await connection.QueryAsync<Note>($"SELECT id, body FROM {table}")).Count());
        }
        else
        {
            using var connection = pool.OpenConnection();
            Assert.Equal(1, connection.Execute($"INSERT INTO {table} VALUES (@id, @body)", Row(9)));
            Assert.Equal(4, connection.Query<Note>($"SELECT id, body FROM {table}").Count());
        }

        Assert.Equal(1, pool.Snapshot().Leased);
        AssertAtRest(pool);
    }

    [Fact]
    public async Task QueryMultiple_ReadInPart_Returns()
    {
        var (pool, table) = await PrepareAsync();
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        await using (var results = await connection.QueryMultipleAsync(
            $"SELECT count(*) FROM {table}; SELECT id, body FROM {table}"))
        {
            Assert.Equal(3, await results.ReadSingleAsync<long>());
        }

        await AssertFreeAsync(pool);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task QueryUnbuffered_LeftHalfWay_Returns(bool asynchronously)
    {
        var (pool, table) = await PrepareAsync();
        if (asynchronously)
        {
            await using var connection = await pool.OpenConnectionAsync(Ended);
            await foreach (var note in connection.QueryUnbufferedAsync<Note>($"SELECT id, body FROM {table}"))
            {
                Assert.Equal(1, pool.Snapshot().InUse);
                Assert.NotNull(note.Body);
                break;
            }
        }
        else
        {
            using var connection = pool.OpenConnection();
            Assert.NotNull(connection.Query<Note>($"SELECT id, body FROM {table}", buffered: false).First().Body);
        }

        await AssertFreeAsync(pool);
    }

    [Fact]
    public async Task Query_ThatFails_Returns()
    {
        var (pool, _) = await PrepareAsync();
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAnyAsync<DbException>(async () =>
            {
                await using var connection = await pool.OpenConnectionAsync(Ended);
                await connection.QueryAsync<Note>("SELECT nothing FROM nowhere");
            });
        }

        await AssertFreeAsync(pool);
    }

    [Fact]
    public async Task Execute_InATransactionThatIsGivenUp_Returns()
    {
        var (pool, table) = await PrepareAsync();
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        await using (var transaction = await connection.BeginTransactionAsync(Ended))
        {
            await connection.ExecuteAsync($"DELETE FROM {table}", transaction: transaction);
        }

        Assert.Equal(3, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertFreeAsync(pool);
    }

    [Fact]
    public async Task Query_InASession_UsesItsTransaction()
    {
        var (pool, table) = await PrepareAsync(out var pools);
        await Assert.ThrowsAsync<NotSupportedException>(() => pools.InSessionAsync(
            async (session, token) =>
            {
                await session.Connection.ExecuteAsync(new CommandDefinition(
                    $"DELETE FROM {table}", transaction: session.Transaction, cancellationToken: token));
                throw new NotSupportedException();
            },
            Ended));

        Assert.Equal(3, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertFreeAsync(pool);
    }

    private static object Row(int id) => new { id, body = "nine" };

    private Task<(ConnectionPool Pool, string Table)> PrepareAsync() => PrepareAsync(out _);

    private Task<(ConnectionPool Pool, string Table)> PrepareAsync(out ConnectionPools pools)
    {
        pools = Build(static api => api.Size = 1);
        return FillAsync(pools.Api);
    }

    private async Task<(ConnectionPool Pool, string Table)> FillAsync(ConnectionPool pool)
    {
        var table = await Database.CreateTableAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'one'), (2, 'two'), (3, 'three')");
        return (pool, table);
    }

    private static async Task AssertFreeAsync(ConnectionPool pool)
    {
        AssertAtRest(pool);
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        {
            Assert.Equal(7, await connection.ExecuteScalarAsync<long>("SELECT 7"));
        }

        AssertAtRest(pool);
    }
}
