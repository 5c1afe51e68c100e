using Leasehold.Simulators.PaymentGateway.Faults;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Refunds;

/// <summary>GET /v1/refunds: reads a refund back, for a caller that never saw its answer.</summary>
internal sealed class RefundLookup(LookupExchange exchange, LedgerIndex index, TimeProvider time, FaultDial faults)
{
    public Task ByRefundIdAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["refund_id"]!;
        return exchange.RunAsync(
            context,
            new RequestRecord("refund_lookup", time.GetUtcNow()),
            fault => index.TryGetRefundById(id, out var refund) ? BodyOf(refund, fault) : null);
    }

    public Task ByIdempotencyKeyAsync(HttpContext context)
    {
        if (context.Request.Query["idempotency_key"] is not [{ Length: > 0 } key])
        {
            return ProblemAnswer.WriteAsync(
                context, Refusal.BadRequest("missing_idempotency_key", "The query needs one idempotency_key."));
        }

        return exchange.RunAsync(
            context,
            new RequestRecord("refund_lookup", time.GetUtcNow()) { IdempotencyKey = key },
            fault => index.TryGetRefundByKey(key, out var refund) ? BodyOf(refund, fault) : null);
    }

    private byte[]? BodyOf(Refund refund, Fault fault)
    {
        if (time.GetUtcNow() < refund.CreatedAt.AddMilliseconds(faults.Current.LookupDelayMs))
        {
            return null;
        }

        var answer = RefundAnswer.Of(refund);
        return (fault == Fault.WrongAmount ? answer.WithWrongAmount(refund) : answer).ToUtf8();
    }
}
