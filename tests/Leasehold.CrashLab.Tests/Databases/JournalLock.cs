using System.Data.Common;

namespace Leasehold.CrashLab.Tests.Databases;

/// <summary>A transaction of somebody else's, before which no row of the journal can be written.</summary>
internal sealed class JournalLock : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private JournalLock(DbConnection connection, DbTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<JournalLock> TakeAsync(LabDatabase database)
    {
        var connection = database.Connection();
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE leasehold_operations SET epoch = epoch";
        await command.ExecuteNonQueryAsync();
        return new JournalLock(connection, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.RollbackAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
