using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.Disposal;

/// <summary>The connection comes back on the good path only.</summary>
internal sealed class StockReader(string connectionString, ConnectionPools pools)
{
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString); // planted: LH0004
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM stock";
        var count = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        await connection.CloseAsync();
        return count;
    }

    public async Task<bool> AnyAsync(bool now, CancellationToken cancellationToken)
    {
        var lease = await pools.Api.LeaseAsync(cancellationToken); // planted: LH0004
        if (!now)
        {
            return false;
        }

        await using var command = lease.Connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM stock";
        var any = await command.ExecuteScalarAsync(cancellationToken) is not null;
        await lease.DisposeAsync();
        return any;
    }

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var session = await pools.BeginSessionAsync(cancellationToken: cancellationToken); // planted: LH0004
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = "DELETE FROM stock";
        await command.ExecuteNonQueryAsync(cancellationToken);
        await session.CommitAsync();
    }

    public async Task<long> FirstAsync(CancellationToken cancellationToken)
    {
        await using var connection = await pools.Api.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM stock";
        var reader = await command.ExecuteReaderAsync(cancellationToken); // planted: LH0004
        return await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : 0;
    }
}
