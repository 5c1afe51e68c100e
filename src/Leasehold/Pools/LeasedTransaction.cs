using System.Data;
using System.Data.Common;

namespace Leasehold.Pools;

/// <summary>The driver's transaction on a leased connection: the same, but that it names that connection.</summary>
/// <remarks>EF Core, among others, compares the connection of a transaction with its own.</remarks>
internal sealed class LeasedTransaction(LeasedConnection connection, DbTransaction transaction) : DbTransaction
{
    public override IsolationLevel IsolationLevel => transaction.IsolationLevel;

    public override bool SupportsSavepoints => transaction.SupportsSavepoints;

    /// <summary>What the driver's own commands take.</summary>
    public DbTransaction Driver => transaction;

    // Of a transaction that has ended the drivers name no connection any more.
    protected override DbConnection? DbConnection => transaction.Connection is null ? null : connection;

    public override void Commit() => transaction.Commit();

    public override Task CommitAsync(CancellationToken cancellationToken = default)
        => transaction.CommitAsync(cancellationToken);

    public override void Rollback() => transaction.Rollback();

    public override Task RollbackAsync(CancellationToken cancellationToken = default)
        => transaction.RollbackAsync(cancellationToken);

    public override void Save(string savepointName) => transaction.Save(savepointName);

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default)
        => transaction.SaveAsync(savepointName, cancellationToken);

    public override void Rollback(string savepointName) => transaction.Rollback(savepointName);

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default)
        => transaction.RollbackAsync(savepointName, cancellationToken);

    public override void Release(string savepointName) => transaction.Release(savepointName);

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default)
        => transaction.ReleaseAsync(savepointName, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            transaction.Dispose();
        }

        base.Dispose(disposing);
    }
}
