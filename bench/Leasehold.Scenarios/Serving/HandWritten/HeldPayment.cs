using System.Data;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Schema;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>
/// The wrong way, as it is found in many services: one session per request, so the connection and its transaction
/// wait for the gateway too. It exists only to be measured.
/// </summary>
internal sealed class HeldPayment(RawDatabase database, GatewayClient gateway)
{
    public async Task<Payment?> RunAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        var attempt = new ChargeAttempt(intent, Guid.CreateVersion7(), TimeProvider.System.NowUs());
        await using var held = await database.OpenAsync(cancellationToken);
        await using var transaction = await held.Connection
            .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        using var db = database.On(transaction);
        if (await ProcessStatements.BeginAsync(db, attempt, cancellationToken) != ProcessStatements.AllRows)
        {
            return null;
        }

        var reply = await gateway.ChargeAsync(
            attempt.OperationId, intent.Amount, intent.CardToken, CancellationToken.None);
        var payment = await OutcomeStatements.WriteAsync(db, attempt, reply, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return payment;
    }
}
