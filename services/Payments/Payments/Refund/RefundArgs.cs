using System.Text.Json.Serialization;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>What a refund needs, as the journal keeps it until it ends: the same request on every attempt.</summary>
internal sealed class RefundArgs
{
    private readonly List<GatewayExchange> _exchanges = [];

    public required string Tenant { get; init; }

    /// <summary>The payment's operation id.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The payment's key, of which its public id is made.</summary>
    public required string PaymentKey { get; init; }

    public required string OrderId { get; init; }

    public required string TransactionId { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>What had been refunded before.</summary>
    public required long RefundedBeforeMinor { get; init; }

    /// <summary>What was left of the payment before.</summary>
    public required long LeftMinor { get; init; }

    /// <summary>Whether no other refund was on its way when this one began.</summary>
    public required bool IsAlone { get; init; }

    /// <summary>What was said in this attempt, for the log of its transaction.</summary>
    [JsonIgnore]
    public IReadOnlyList<GatewayExchange> Exchanges => _exchanges;

    /// <summary>The gateway's own words where it declined.</summary>
    [JsonIgnore]
    public string? Message => _exchanges.Count > 0 ? _exchanges[^1].Message : null;

    [JsonIgnore]
    public Amount Amount => new(AmountMinor, Currency);

    public static RefundArgs Of(Payment payment, RefundRow refund) => new()
    {
        Tenant = payment.Tenant,
        PaymentId = payment.Id,
        PaymentKey = payment.IdempotencyKey,
        OrderId = payment.OrderId,
        TransactionId = payment.TransactionId!,
        AmountMinor = refund.AmountMinor,
        Currency = refund.Currency,
        RefundedBeforeMinor = payment.RefundedMinor,
        LeftMinor = payment.AmountMinor - payment.RefundedMinor,
        IsAlone = payment.RefundReservedMinor == 0,
    };

    public CallOutcome<T> Heard<T>(GatewayReply<T> reply)
    {
        _exchanges.Add(reply.Exchange);
        return reply.Outcome;
    }

    /// <summary>
    /// Notes an outcome that did not come from the gateway's client, such as the call's own time-out.
    /// </summary>
    public void Missed(string? reason)
    {
        if (_exchanges.Count == 0)
        {
            _exchanges.Add(new GatewayExchange(GatewayCall.Refund, null, Outcomes.Code(reason), null, 0, null));
        }
    }

    /// <summary>
    /// The request. What is left before is told only where it is certain: when this refund takes all of it and no
    /// other is on its way. Any other one of ours might overtake this one, and the gateway would refuse it wrongly.
    /// </summary>
    public RefundBody ToBody()
        => new(TransactionId, Amount.Value, IsAlone && LeftMinor == AmountMinor ? Amount.Value : null);
}
