using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Faults;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Refunds;

/// <summary>POST /v1/refunds, idempotent by Idempotency-Key. A refusal does not use the key up.</summary>
internal sealed class RefundEndpoint(
    LedgerWriter ledger, LedgerIndex index, FaultDial faults, FaultyLine line, Traffic traffic, TimeProvider time)
{
    private readonly InFlightKeys _inFlight = new();

    public async Task HandleAsync(HttpContext context)
    {
        using var visit = traffic.Refunds.Enter();
        var received = new RequestRecord("refund", time.GetUtcNow());
        var request = await JsonBody.ReadAsync(context, GatewayJson.Default.RefundRequest);
        if (request is null)
        {
            return;
        }

        if (!RefundOrder.TryRead(context, request, index, out var order, out var refusal))
        {
            await RefuseAsync(context, received, refusal);
            return;
        }

        received = received with
        {
            MerchantUid = order.Charge.MerchantUid,
            TransactionId = order.Charge.TransactionId,
            IdempotencyKey = order.Key,
        };
        var roll = faults.Current.RollRefund();
        var fault = roll.Before();
        if (fault != Fault.None)
        {
            await ledger.AppendAsync(new RequestEntry(received with { Fault = fault }));
            await line.FailAsync(context, fault, roll.Faults);
            return;
        }

        var after = roll.After();
        var refund = await SettleAsync(context, order, roll, received with { Fault = after });
        if (refund is not null && await line.PauseAsync(context, roll.AnswerDelay))
        {
            var answer = RefundAnswer.Of(refund);
            var body = (after == Fault.WrongAmount ? answer.WithWrongAmount(refund) : answer).ToUtf8();
            await line.AnswerAsync(context, after, roll.Faults, body);
        }
    }

    /// <summary>The refund, new or repeated, once it is in the ledger; null when the request was ended here.</summary>
    private async Task<Refund?> SettleAsync(
        HttpContext context, RefundOrder order, Roll roll, RequestRecord received)
    {
        // Claim first, look second: whoever held the claim before has published its refund by then.
        var claimed = _inFlight.TryClaim(order.Key);
        try
        {
            if (index.TryGetRefundByKey(order.Key, out var settled))
            {
                return await RepeatAsync(context, order, settled, roll, received);
            }

            if (claimed)
            {
                return await RefundAsync(context, order, roll, received);
            }

            await RefuseAsync(context, received, Refusal.InProgress(IdempotencyKey.Header));
            return null;
        }
        finally
        {
            if (claimed)
            {
                _inFlight.Release(order.Key);
            }
        }
    }

    private async Task<Refund?> RepeatAsync(
        HttpContext context, RefundOrder order, Refund settled, Roll roll, RequestRecord received)
    {
        if (!order.IsRepeatOf(settled))
        {
            await RefuseAsync(context, received, Refusal.Mismatch(IdempotencyKey.Header));
            return null;
        }

        if (!await line.PauseAsync(context, roll.Latency()))
        {
            return null;
        }

        await ledger.AppendAsync(new RequestEntry(received with { Outcome = Outcomes.Replayed }));
        return settled;
    }

    private async Task<Refund?> RefundAsync(
        HttpContext context, RefundOrder order, Roll roll, RequestRecord received)
    {
        if (!await line.PauseAsync(context, roll.Latency()))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var terms = new RefundTerms(
            $"rf_{Guid.CreateVersion7(now):N}",
            order.Key,
            order.RequestedMinor,
            order.ExpectedRemainingMinor,
            Declined: roll.Decision() != Fault.None,
            now);
        var entry = new RefundEntry(order.Charge, terms, received);
        await ledger.AppendAsync(entry);
        if (entry.Refusal is not null)
        {
            await ProblemAnswer.WriteAsync(context, entry.Refusal);
            return null;
        }

        if (!terms.Declined)
        {
            traffic.CountRefund();
        }

        return entry.Refund;
    }

    private async Task RefuseAsync(HttpContext context, RequestRecord received, Refusal refusal)
    {
        await ledger.AppendAsync(new RequestEntry(received with { Outcome = refusal.Code, Fault = Fault.None }));
        await ProblemAnswer.WriteAsync(context, refusal);
    }
}
