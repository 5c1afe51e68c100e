using Leasehold.Payments.Money;
using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>A refund that passed every check that needs no database.</summary>
/// <param name="Tenant">Whose payment.</param>
/// <param name="PaymentKey">The payment's key.</param>
/// <param name="Key">The refund's key; null for a full refund without one.</param>
/// <param name="Amount">How much, in the payment's currency; null for all that is left.</param>
/// <param name="Reason">The caller's own words.</param>
internal sealed record RefundIntent(string Tenant, string PaymentKey, string? Key, AmountText? Amount, string? Reason)
{
    /// <summary>
    /// What the key was used for. The amount is the meaning, in minor units, or the wish for all that is left.
    /// </summary>
    public string FingerprintFor(Amount? amount) => Fingerprint.Of(
        "refund", Tenant, PaymentKey, Key ?? "", amount is { } sum ? $"{sum.Minor}" : "rest", Reason ?? "");
}
