using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>Holds a connection of the Api pool and gives it back, by one of the roads.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public static class Roads
{
    /// <summary>Every road.</summary>
    public static TheoryData<Road> All => [.. Enum.GetValues<Road>()];

    /// <summary>The roads on which the holder has the connection in its hands.</summary>
    public static TheoryData<Road> Held => [.. Enum.GetValues<Road>().Where(static road => road <= Road.Session)];

    /// <summary>Of these, the ones on which nobody has begun a transaction.</summary>
    public static TheoryData<Road> Plain => [.. Enum.GetValues<Road>().Where(static road => road < Road.Session)];

    /// <summary>Runs the statements as one holder, and gives back.</summary>
    public static async Task LeaveAsync(this Road road, ConnectionPools pools, params string[] statements)
    {
        if (road > Road.Session)
        {
            await ExecuteAsync(road, pools, statements);
            return;
        }

        await road.HoldAsync(pools, async (connection, transaction) =>
        {
            // A session has begun its transaction already.
            foreach (var sql in statements.Where(sql => transaction is null || !BeginsTransaction(sql)))
            {
                await connection.ExecuteAsync(sql, transaction);
            }
        });
    }

    /// <summary>Works with the connection as one holder, and gives back.</summary>
    /// <param name="road">One of <see cref="Held"/>.</param>
    /// <param name="pools">The pools.</param>
    /// <param name="work">Gets the connection, and the session's transaction where there is one.</param>
    public static async Task HoldAsync(
        this Road road, ConnectionPools pools, Func<DbConnection, DbTransaction?, Task> work)
    {
        switch (road)
        {
            case Road.LeaseAsync or Road.Lease:
                var lease = road == Road.Lease ? pools.Api.Lease() : await pools.Api.LeaseAsync();
                await work(lease.Connection, null);
                await GiveBackAsync(road == Road.Lease, lease.Dispose, lease.DisposeAsync);
                break;
            case Road.Session:
                await using (var session = await pools.BeginSessionAsync())
                {
                    await work(session.Connection, session.Transaction);
                }

                break;
            default:
                await HoldBareAsync(road, pools.Api, work);
                break;
        }
    }

    private static async Task HoldBareAsync(
        Road road, ConnectionPool pool, Func<DbConnection, DbTransaction?, Task> work)
    {
        var blocks = road is Road.Close or Road.Dispose;
        var connection = blocks ? pool.OpenConnection() : await pool.OpenConnectionAsync();
        await work(connection, null);
        if (road is Road.Close or Road.CloseAsync)
        {
            await GiveBackAsync(blocks, connection.Close, () => new ValueTask(connection.CloseAsync()));
        }
        else
        {
            await GiveBackAsync(blocks, connection.Dispose, connection.DisposeAsync);
        }
    }

    private static async Task GiveBackAsync(bool blocks, Action blocking, Func<ValueTask> asynchronous)
    {
        if (blocks)
        {
            blocking();
        }
        else
        {
            await asynchronous();
        }
    }

    private static async Task ExecuteAsync(Road road, ConnectionPools pools, string[] statements)
    {
        if (road == Road.Batch && pools.Provider.Dialect.SystemName != "sqlite")
        {
            await using var batch = pools.Api.CreateBatch();
            foreach (var sql in statements)
            {
                var one = batch.CreateBatchCommand();
                one.CommandText = sql;
                batch.BatchCommands.Add(one);
            }

            await batch.ExecuteNonQueryAsync();
            return;
        }

        await using var command = pools.Api.CreateCommand(string.Join("; ", statements));
        switch (road)
        {
            case Road.Command:
                command.ExecuteNonQuery();
                break;
            case Road.Reader:
                await (await command.ExecuteReaderAsync()).DisposeAsync();
                break;
            default:
                await command.ExecuteNonQueryAsync();
                break;
        }
    }

    private static bool BeginsTransaction(string sql)
        => sql.StartsWith("BEGIN", StringComparison.Ordinal)
            || sql.StartsWith("START TRANSACTION", StringComparison.Ordinal);
}
