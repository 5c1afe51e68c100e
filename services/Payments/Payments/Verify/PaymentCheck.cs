using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Verify;

/// <summary>
/// Asks the gateway about a payment and brings the rows in line: an open payment is settled by a definite answer,
/// and what contradicts a settled one goes to review.
/// </summary>
internal sealed class PaymentCheck(
    ConnectionPools pools,
    ServiceDatabase database,
    GatewayClient gateway,
    IOptions<GatewayOptions> options,
    RefundCheck refunds,
    ReviewDesk reviews,
    OutcomeLog outcomes,
    TimeProvider time)
{
    /// <summary>The payment as it stands afterwards. No connection is held while the gateway is asked.</summary>
    public async Task<CheckedPayment> RunAsync(
        Payment payment, SessionOptions session, CancellationToken cancellationToken)
    {
        var found = await gateway.FindByOperationAsync(payment.Id, payment.Amount, cancellationToken);
        var result = await pools.InSessionAsync(
            session,
            (opened, token) => ApplyAsync(opened, payment, found, token),
            CancellationToken.None); // what was heard is kept, whoever has gone; bounded by the pool
        return result.Payment.Status == PaymentStates.RefundProcessing
            ? result with { Payment = await refunds.RunAsync(result.Payment, session, cancellationToken) }
            : result;
    }

    private async Task<CheckedPayment> ApplyAsync(
        Session session, Payment asked, GatewayReply<GatewayPayment> found, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        await GatewayLog.AddRequestAsync(
            db, asked.Tenant, asked.Id, found.Exchange.Call, found.Exchange.Request!, time.NowUs(), cancellationToken);
        var row = await SettleAsync(db, asked, found, cancellationToken);

        // "Not found" becomes a finding only where it cannot be a gateway that has yet to show the payment.
        var isYoung = time.NowUs() - row.CreatedUs < options.Value.NotFoundGrace.TotalMicroseconds;
        if (!(isYoung && found.Outcome.Reason == Outcomes.NotFound)
            && Contradiction.Of(asked, row, found.Outcome, found.Exchange.TransactionId) is { } finding)
        {
            await reviews.RaiseAsync(db, finding, cancellationToken);
        }

        return new CheckedPayment(row, found.Outcome);
    }

    private async Task<Payment> SettleAsync(
        DataConnection db, Payment asked, GatewayReply<GatewayPayment> found, CancellationToken cancellationToken)
    {
        var now = time.NowUs();
        var rows = 0;
        var saysSomething = found.Outcome.Kind != CallOutcomeKind.Unknown || Outcomes.IsReview(found.Outcome.Reason);
        if (PaymentStates.IsOpen(asked.Status) && saysSomething)
        {
            var key = new PaymentKey(asked.Tenant, asked.Id, asked.OrderNumber);
            rows = await ProcessStatements.SettleAsync(
                db, key, found.Outcome, found.Exchange, now, cancellationToken);
        }
        else
        {
            await GatewayLog.AddAnswerAsync(db, asked.Tenant, asked.Id, found.Exchange, now, cancellationToken);
        }

        var payment = (await db.FindPaymentAsync(asked.Id, cancellationToken))!;
        if (rows == ProcessStatements.AllRows)
        {
            outcomes.Say(payment);
        }

        return payment;
    }
}
