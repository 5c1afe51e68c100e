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
        GatewayReply<GatewayPayment> reply,
        CancellationToken cancellationToken)
    {
        var payment = attempt.ToArgs().ToPayment(attempt.OperationId);
        switch (reply.Outcome.Kind)
        {
            case CallOutcomeKind.Succeeded:
                payment.TransactionId = reply.Outcome.Reply.TransactionId;
                payment.Status = PaymentStates.Completed;
                break;
            case CallOutcomeKind.Declined:
                payment.Status = PaymentStates.Failed;
                break;
        }

        await ProcessStatements.SettleAsync(
            db, attempt.Payment, reply.Outcome, reply.Exchange, TimeProvider.System.NowUs(), cancellationToken);
        return payment;
    }
}
