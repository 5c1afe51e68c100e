using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.Layers;

/// <summary>A unit of work as applications write their own: its transaction is a field.</summary>
internal sealed class UnitOfWork(SqliteConnection connection) : IAsyncDisposable
{
    private SqliteTransaction? _transaction;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        _transaction = connection.BeginTransaction();
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _transaction!.CommitAsync(cancellationToken);
        await connection.CloseAsync();
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
