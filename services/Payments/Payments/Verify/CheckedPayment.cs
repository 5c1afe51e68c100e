using Leasehold.Payments.Gateway;

namespace Leasehold.Payments.Payments.Verify;

/// <summary>A payment after the gateway was asked about it.</summary>
/// <param name="Payment">The row as it stands now.</param>
/// <param name="Outcome">What the gateway said.</param>
internal readonly record struct CheckedPayment(Payment Payment, CallOutcome<GatewayPayment> Outcome);
