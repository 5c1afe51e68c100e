using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using LinqToDB.Data;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>Writes what the gateway answered, with the service's own statements.</summary>
internal static class OutcomeStatements
{
    public static async Task<Payment> WriteAsync(
        DataConnection db,
        ChargeAttempt attempt,
        CallOutcome<GatewayPayment> outcome,
        CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.NowUs();
        var payment = attempt.ToPayment();
        switch (outcome.Kind)
        {
            case CallOutcomeKind.Succeeded:
                payment.TransactionId = outcome.Reply.TransactionId;
                payment.Status = PaymentStates.Completed;
                await ProcessStatements.CompleteAsync(db, attempt, payment.TransactionId!, now, cancellationToken);
                break;
            case CallOutcomeKind.Declined:
                payment.Status = PaymentStates.Failed;
                await ProcessStatements.FailAsync(db, attempt, outcome.Reason!, now, cancellationToken);
                break;
            default:
                await ProcessStatements.KeepOpenAsync(db, attempt, outcome.Reason!, now, cancellationToken);
                break;
        }

        return payment;
    }
}
