using Leasehold.Payments.Gateway;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>One attempt to refund: what its three stages share.</summary>
/// <param name="payment">The payment as read before the reservation.</param>
/// <param name="refund">The refund's row.</param>
internal sealed class RefundAttempt(Payment payment, RefundRow refund)
{
    private readonly List<GatewayExchange> _exchanges = [];

    public Payment Payment => payment;

    public RefundRow Refund => refund;

    public Amount Amount => refund.Amount;

    /// <summary>What the gateway said, once the call has ended; a look-up may have followed.</summary>
    public IReadOnlyList<GatewayExchange> Exchanges => _exchanges;

    /// <summary>
    /// The request. What is left before is told only where it is certain: when this refund takes all of it and no
    /// other is on its way. Any other one of ours might overtake this one, and the gateway would refuse it wrongly.
    /// </summary>
    public RefundBody ToBody()
    {
        var left = payment.Amount with { Minor = payment.AmountMinor - payment.RefundedMinor };
        var isCertain = payment.RefundReservedMinor == 0 && left == Amount;
        return new RefundBody(payment.TransactionId!, Amount.Value, isCertain ? left.Value : null);
    }

    public async Task<CallOutcome<GatewayRefund>> CallAsync(GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.RefundAsync(refund.Id, ToBody(), Amount, cancellationToken);
        _exchanges.Add(reply.Exchange);
        return reply.Outcome is { Kind: CallOutcomeKind.Unknown, Reason: Outcomes.AlreadyRefunded }
            ? await ReadBackAsync(gateway, cancellationToken)
            : reply.Outcome;
    }

    /// <summary>
    /// Notes an outcome that did not come from the gateway's client, such as the call's own time-out.
    /// </summary>
    public void Missed(CallOutcome<GatewayRefund> outcome)
    {
        if (_exchanges.Count == 0)
        {
            _exchanges.Add(new GatewayExchange(GatewayCall.Refund, null, outcome.Reason!, null, 0, null));
        }
    }

    /// <summary>
    /// "Already refunded" is neither a success nor a failure of this refund, so the gateway's own sum is asked for.
    /// Where it is exactly what ours would be with this refund, the money has gone back; otherwise a person must look.
    /// </summary>
    private async Task<CallOutcome<GatewayRefund>> ReadBackAsync(
        GatewayClient gateway, CancellationToken cancellationToken)
    {
        var found = await gateway.FindAsync(payment.TransactionId!, cancellationToken);
        _exchanges.Add(found.Exchange);
        var expected = payment.Amount with { Minor = payment.RefundedMinor + Amount.Minor };
        var isSettled = found.Outcome.Kind == CallOutcomeKind.Succeeded
            && found.Outcome.Reply.RefundedAmount is { } refunded
            && payment.RefundReservedMinor == 0
            && expected.IsSameAs(refunded);
        return isSettled
            ? new GatewayRefund { TransactionId = payment.TransactionId, Message = Outcomes.AlreadyRefunded }
            : CallOutcome<GatewayRefund>.Unknown(Outcomes.AlreadyRefunded);
    }
}
