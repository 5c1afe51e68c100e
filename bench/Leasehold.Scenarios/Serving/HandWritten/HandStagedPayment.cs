using System.Data;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Schema;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>Three stages by hand: open, write, commit, close; call; open, write, commit, close.</summary>
internal sealed class HandStagedPayment(RawDatabase database, OperationStatements operations, GatewayClient gateway)
{
    public async Task<Payment?> RunAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        var attempt = new ChargeAttempt(intent, Guid.CreateVersion7(), TimeProvider.System.NowUs());
        await using (var held = await database.OpenAsync(cancellationToken))
        {
            await using var transaction = await held.Connection
                .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            using var db = database.On(transaction);
            if (await ProcessStatements.BeginAsync(db, attempt, cancellationToken) != ProcessStatements.AllRows)
            {
                return null;
            }

            await operations.InsertAsync(db, attempt, cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }

        var reply = await gateway.ChargeAsync(
            attempt.OperationId, intent.Amount, intent.CardToken, CancellationToken.None);
        await using (var held = await database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await held.Connection
                .BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None);
            using var db = database.On(transaction);
            if (!await operations.CompleteAsync(db, attempt, CancellationToken.None))
            {
                return null;
            }

            var payment = await OutcomeStatements.WriteAsync(db, attempt, reply, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            return payment;
        }
    }
}
