using Leasehold.Payments.Schema;

namespace Leasehold.Payments.Settlements;

/// <summary>One line of a settlement.</summary>
/// <param name="Type">payment: money came in; refund: it went back.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="OrderNumber">Its order.</param>
/// <param name="TransactionId">The gateway's id of the payment.</param>
/// <param name="RefundId">The gateway's id of the refund.</param>
/// <param name="Amount">How much, always positive.</param>
/// <param name="Currency">In which currency.</param>
/// <param name="SettledAt">When its outcome was saved.</param>
internal sealed record SettlementAnswer(
    string Type,
    string PaymentId,
    string OrderNumber,
    string? TransactionId,
    string? RefundId,
    decimal Amount,
    string Currency,
    DateTimeOffset SettledAt)
{
    public static SettlementAnswer Of(string type, SettlementRow row) => new(
        type,
        Leasehold.Payments.Payments.PaymentId.Of(row.PaymentKey),
        row.OrderNumber,
        row.TransactionId,
        row.RefundId,
        row.Amount.Value,
        row.Currency,
        Clock.ToTime(row.CompletedUs));
}
