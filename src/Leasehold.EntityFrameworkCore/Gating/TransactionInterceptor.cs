using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Notes on the holder whether a transaction is open.</summary>
/// <remarks>A transaction disposed without an end ends with the connection's closing, and so does the note.</remarks>
internal sealed class TransactionInterceptor : DbTransactionInterceptor
{
    public override DbTransaction TransactionStarted(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        if (GatedConnection.Find(connection) is { } gated)
        {
            gated.InTransaction = true;
        }

        return result;
    }

    public override ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default)
        => new(TransactionStarted(connection, eventData, result));

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
        => Ended(eventData.Context);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Ended(eventData.Context);
        return Task.CompletedTask;
    }

    public override void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData)
        => Ended(eventData.Context);

    public override Task TransactionRolledBackAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Ended(eventData.Context);
        return Task.CompletedTask;
    }

    // The driver's transaction no longer names its connection.
    private void Ended(DbContext? context)
    {
        if (context is not null && GatedConnection.Find(context.Database.GetDbConnection()) is { } gated)
        {
            gated.InTransaction = false;
        }
    }
}
