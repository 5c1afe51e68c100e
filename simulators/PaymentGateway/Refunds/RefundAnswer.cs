using System.Text.Json;
using Leasehold.Simulators.PaymentGateway.Charges;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Refunds;

/// <summary>A refund as the contract shows it, with its amount and what is left added.</summary>
internal sealed record RefundAnswer(
    string RefundId,
    string TransactionId,
    string Status,
    decimal Amount,
    string Currency,
    decimal Remaining,
    string Message)
{
    public static RefundAnswer Of(Refund refund) => new(
        refund.RefundId,
        refund.TransactionId,
        refund.Declined ? ChargeAnswer.Failed : ChargeAnswer.Success,
        refund.Amount.Value,
        refund.Amount.Currency,
        (refund.Amount with { Minor = refund.RemainingMinor }).Value,
        refund.Declined ? "The refund was declined." : "Refunded.");

    public RefundAnswer WithWrongAmount(Refund refund) =>
        this with { Amount = (refund.Amount with { Minor = refund.Amount.Minor + 1 }).Value };

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, GatewayJson.Default.RefundAnswer);
}
