namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>The money of one currency.</summary>
internal sealed record CurrencySum(string Currency, decimal Captured, decimal Refunded);
