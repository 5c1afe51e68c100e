namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>A page of the payments of a day.</summary>
internal sealed record ChargePage(IReadOnlyList<ChargeAnswer> Payments, string? NextAfter);
