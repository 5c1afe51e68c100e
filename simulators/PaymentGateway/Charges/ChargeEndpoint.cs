using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Faults;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>
/// POST /v1/payments. Once the order is read, the caller's disconnect changes nothing any more: the charge is made
/// and kept, as at a real gateway.
/// </summary>
internal sealed class ChargeEndpoint(
    LedgerWriter ledger, LedgerIndex index, FaultDial faults, FaultyLine line, Traffic traffic, TimeProvider time)
{
    private readonly InFlightKeys _inFlight = new();

    public async Task HandleAsync(HttpContext context)
    {
        using var visit = traffic.Charges.Enter();
        var received = new RequestRecord("charge", time.GetUtcNow());
        var request = await JsonBody.ReadAsync(context, GatewayJson.Default.ChargeRequest);
        if (request is null)
        {
            return;
        }

        if (!ChargeOrder.TryRead(context, request, out var order, out var refusal))
        {
            await RefuseAsync(context, received, refusal);
            return;
        }

        received = received with { MerchantUid = order.MerchantUid, IdempotencyKey = order.IdempotencyKey };
        var roll = faults.Current.RollCharge(order.CardToken);
        var fault = roll.Before();
        if (fault != Fault.None)
        {
            await ledger.AppendAsync(new RequestEntry(received with { Fault = fault }));
            await line.FailAsync(context, fault, roll.Faults);
            return;
        }

        var after = roll.After();
        var charge = await SettleAsync(context, order, roll, received with { Fault = after });
        if (charge is not null && await line.PauseAsync(context, roll.AnswerDelay))
        {
            await AnswerAsync(context, charge, after, roll.Faults);
        }
    }

    /// <summary>The charge, new or repeated, once it is in the ledger; null when the request was ended here.</summary>
    private async Task<Charge?> SettleAsync(
        HttpContext context, ChargeOrder order, Roll roll, RequestRecord received)
    {
        // Claim first, look second: whoever held the claim before has published its charge by then.
        var claimed = _inFlight.TryClaim(order.MerchantUid);
        try
        {
            if (index.TryGetByMerchantUid(order.MerchantUid, out var settled))
            {
                return await RepeatAsync(context, order, settled, roll, received);
            }

            if (claimed)
            {
                return await ChargeAsync(context, order, roll, received);
            }

            // A repeat of a request that is still in flight does not wait: real gateways answer it so.
            await RefuseAsync(context, received, Refusal.InProgress("merchant_uid"));
            return null;
        }
        finally
        {
            if (claimed)
            {
                _inFlight.Release(order.MerchantUid);
            }
        }
    }

    private async Task<Charge?> RepeatAsync(
        HttpContext context, ChargeOrder order, Charge settled, Roll roll, RequestRecord received)
    {
        if (!order.IsRepeatOf(settled))
        {
            await RefuseAsync(context, received, Refusal.Mismatch("merchant_uid"));
            return null;
        }

        if (!await line.PauseAsync(context, roll.Latency()))
        {
            return null;
        }

        await ledger.AppendAsync(new RequestEntry(
            received with { TransactionId = settled.TransactionId, Outcome = Outcomes.Replayed }));
        return settled;
    }

    private async Task<Charge?> ChargeAsync(
        HttpContext context, ChargeOrder order, Roll roll, RequestRecord received)
    {
        if (!await line.PauseAsync(context, roll.Latency()))
        {
            return null;
        }

        var charge = Decide(order, roll);
        var charged = charge.Status == ChargeStatus.Charged;
        await ledger.AppendAsync(new ChargeEntry(charge, received with
        {
            TransactionId = charge.TransactionId,
            Outcome = charged ? Outcomes.Charged : Outcomes.Declined,
        }));
        traffic.CountDecision(charged);
        return charge;
    }

    private Charge Decide(ChargeOrder order, Roll roll)
    {
        var now = time.GetUtcNow();
        return new Charge
        {
            TransactionId = $"tx_{Guid.CreateVersion7(now):N}",
            MerchantUid = order.MerchantUid,
            Amount = order.Amount,
            CardDigest = order.CardDigest,
            CreatedAt = now,
            Status = roll.Decision() switch
            {
                Fault.Decline => ChargeStatus.Declined,
                Fault.Decline402 => ChargeStatus.Declined402,
                _ => ChargeStatus.Charged,
            },
        };
    }

    private Task AnswerAsync(HttpContext context, Charge charge, Fault after, OperationFaults injected)
    {
        if (charge.Status == ChargeStatus.Declined402 && after == Fault.None)
        {
            return ProblemAnswer.WriteAsync(
                context,
                new Refusal(StatusCodes.Status402PaymentRequired, "card_declined", "The card was declined.")
                {
                    MerchantUid = charge.MerchantUid,
                    TransactionId = charge.TransactionId,
                });
        }

        var answer = ChargeAnswer.Of(charge);
        var body = (after == Fault.WrongAmount ? answer.WithWrongAmount(charge) : answer).ToUtf8();
        return line.AnswerAsync(context, after, injected, body);
    }

    private async Task RefuseAsync(HttpContext context, RequestRecord received, Refusal refusal)
    {
        await ledger.AppendAsync(new RequestEntry(received with { Outcome = refusal.Code, Fault = Fault.None }));
        await ProblemAnswer.WriteAsync(context, refusal);
    }
}
