namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>Everything that is to go wrong, as configured or as last put through the control route.</summary>
internal sealed class FaultSettings
{
    /// <value>Same seed, same fate of the n-th request of a kind. Default 1.</value>
    public long Seed { get; set; } = 1;

    /// <value>Milliseconds a charge or refund takes before it is decided. Default 0.</value>
    public int LatencyMs { get; set; }

    /// <value>Added to the latency, evenly from 0 to this, in milliseconds. Default 0.</value>
    public int LatencySpreadMs { get; set; }

    /// <value>Milliseconds before a recorded payment or refund is found by look-ups. Default 0.</value>
    public int LookupDelayMs { get; set; }

    public OperationFaults Charges { get; set; } = new();

    public OperationFaults Refunds { get; set; } = new();

    public OperationFaults Lookups { get; set; } = new();

    public Roll RollCharge(string cardToken)
    {
        var forced = CardTokens.FaultOf(cardToken);
        if (forced == Fault.None && Charges.DeclinedTokens.Contains(cardToken, StringComparer.Ordinal))
        {
            forced = Fault.Decline;
        }

        return new Roll(Charges, Seed, Roll.ChargeStream, forced, LatencyMs, LatencySpreadMs);
    }

    public Roll RollRefund() => new(Refunds, Seed, Roll.RefundStream, Fault.None, LatencyMs, LatencySpreadMs);

    /// <summary>Look-ups have no part in the general latency: they are quick at real gateways too.</summary>
    public Roll RollLookup() => new(Lookups, Seed, Roll.LookupStream, Fault.None, 0, 0);
}
