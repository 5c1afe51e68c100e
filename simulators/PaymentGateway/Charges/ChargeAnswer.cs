using System.Text.Json;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>A payment as the contract shows it; look-ups add what was refunded.</summary>
internal sealed record ChargeAnswer(
    string TransactionId,
    string MerchantUid,
    string Status,
    decimal Amount,
    string Currency,
    string Message,
    decimal? RefundedAmount)
{
    public const string Success = "success";
    public const string Failed = "failed";

    /// <summary>The answer to the request that made the payment, or to a repeat of it: the same bytes.</summary>
    public static ChargeAnswer Of(Charge charge)
    {
        var succeeded = charge.Status == ChargeStatus.Charged;
        return new ChargeAnswer(
            charge.TransactionId,
            charge.MerchantUid,
            succeeded ? Success : Failed,
            charge.Amount.Value,
            charge.Amount.Currency,
            succeeded ? "Approved." : "The card was declined.",
            RefundedAmount: null);
    }

    public static ChargeAnswer WithRefunds(Charge charge) =>
        Of(charge) with { RefundedAmount = (charge.Amount with { Minor = charge.RefundedMinor }).Value };

    /// <summary>The amount one minor unit too high: what a mismatch looks like.</summary>
    public ChargeAnswer WithWrongAmount(Charge charge) =>
        this with { Amount = (charge.Amount with { Minor = charge.Amount.Minor + 1 }).Value };

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, GatewayJson.Default.ChargeAnswer);
}
