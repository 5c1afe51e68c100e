using System.Text.Json.Serialization;
using Leasehold.Payments.Http;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments;

/// <summary>A payment as the contract shows it.</summary>
internal sealed record PaymentAnswer(
    string PaymentId,
    string OrderNumber,
    string Status,
    decimal Amount,
    string Currency,
    decimal RefundedAmount,
    string? TransactionId,
    string Message)
{
    /// <summary>The gateway's own words where it declined; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GatewayMessage { get; init; }

    /// <summary>The payment as it is now.</summary>
    public static PaymentAnswer Of(Payment payment, Language language)
        => new(
            Payments.PaymentId.Of(payment.IdempotencyKey),
            payment.OrderNumber,
            payment.Status,
            payment.Amount.Value,
            payment.Currency,
            payment.Refunded.Value,
            TransactionOf(payment),
            PaymentMessages.Of(payment.Status).In(language))
        {
            GatewayMessage = payment.Status == PaymentStates.Failed ? payment.GatewayMessage : null,
        };

    /// <summary>
    /// The payment as it was answered when it was made: what a repeat of the request gets, refunded or not since.
    /// </summary>
    public static PaymentAnswer OfOutcome(Payment payment, Language language)
    {
        var status = PaymentStates.IsOpen(payment.Status)
            || payment.Status is PaymentStates.Failed or PaymentStates.Cancelled
            ? payment.Status
            : PaymentStates.Completed;
        return Of(payment, language) with
        {
            Status = status,
            RefundedAmount = (payment.Amount with { Minor = 0 }).Value,
            Message = PaymentMessages.Of(status).In(language),
        };
    }

    // While the outcome is open, a transaction id in the row is evidence for a person, not an answer.
    private static string? TransactionOf(Payment payment)
        => PaymentStates.IsOpen(payment.Status) ? null : payment.TransactionId;
}
