using System.Text.Json.Serialization;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Money;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments.Process;

/// <summary>What a charge needs, as the journal keeps it until it ends: everything but the card token.</summary>
internal sealed class ChargeArgs
{
    private readonly List<GatewayExchange> _exchanges = [];

    public required string Tenant { get; init; }

    public required string Key { get; init; }

    public required string OrderNumber { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    public required long StartedUs { get; init; }

    /// <summary>Goes to the gateway and nowhere else; the journal does not get it.</summary>
    [JsonIgnore]
    public string? CardToken { get; init; }

    /// <summary>What was said in this attempt, for the log of its transaction.</summary>
    [JsonIgnore]
    public IReadOnlyList<GatewayExchange> Exchanges => _exchanges;

    [JsonIgnore]
    public Amount Amount => new(AmountMinor, Currency);

    /// <summary>Notes what the gateway said; the outcome with it is the attempt's.</summary>
    public CallOutcome<GatewayPayment> Heard(GatewayReply<GatewayPayment> reply)
    {
        _exchanges.Add(reply.Exchange);
        return reply.Outcome;
    }

    /// <summary>
    /// The exchange to log with an outcome; one that did not come from the gateway's client, such as the call's own
    /// time-out, gets one of its own.
    /// </summary>
    public GatewayExchange LastExchange(CallOutcome<GatewayPayment> outcome)
    {
        if (_exchanges.Count == 0)
        {
            _exchanges.Add(new GatewayExchange(
                GatewayCall.Charge, null, Outcomes.Code(outcome.Reason), null, 0, null));
        }

        return _exchanges[^1];
    }

    public PaymentKey ToKey(string operationId) => new(Tenant, operationId, OrderNumber);

    /// <summary>The payment as it stands after stage 1, as far as an answer shows it.</summary>
    public Payment ToPayment(string operationId) => new()
    {
        Id = operationId,
        Tenant = Tenant,
        IdempotencyKey = Key,
        OrderNumber = OrderNumber,
        AmountMinor = AmountMinor,
        Currency = Currency,
        Status = PaymentStates.Processing,
        CreatedUs = StartedUs,
        UpdatedUs = StartedUs,
    };
}
