using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Faults;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>
/// GET /v1/payments. A payment is shown only once the look-up delay is over, so "not found" proves nothing.
/// </summary>
internal sealed class ChargeLookup(
    LookupExchange exchange, LedgerIndex index, TimeProvider time, FaultDial faults)
{
    public Task ByTransactionIdAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["transaction_id"]!;
        var record = new RequestRecord("payment_lookup", time.GetUtcNow()) { TransactionId = id };
        return exchange.RunAsync(
            context,
            record,
            roll => index.TryGetByTransactionId(id, out var charge) ? BodyOf(charge, roll) : null);
    }

    public Task ByMerchantUidAsync(HttpContext context)
    {
        if (context.Request.Query["merchant_uid"] is not [{ Length: > 0 } merchantUid])
        {
            return ProblemAnswer.WriteAsync(
                context, Refusal.BadRequest("missing_merchant_uid", "The query needs one merchant_uid."));
        }

        var record = new RequestRecord("payment_lookup", time.GetUtcNow()) { MerchantUid = merchantUid };
        return exchange.RunAsync(
            context,
            record,
            roll => index.TryGetByMerchantUid(merchantUid, out var charge) ? BodyOf(charge, roll) : null);
    }

    private byte[]? BodyOf(Charge charge, Fault fault)
    {
        if (time.GetUtcNow() < charge.CreatedAt.AddMilliseconds(faults.Current.LookupDelayMs))
        {
            return null;
        }

        var answer = ChargeAnswer.WithRefunds(charge);
        return (fault == Fault.WrongAmount ? answer.WithWrongAmount(charge) : answer).ToUtf8();
    }
}
