using System.Text.Json;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Gateway;

/// <summary>Judges the answer to a refund: succeeded and declined are definite, everything else is unknown.</summary>
internal static class RefundReading
{
    private const string SuccessStatus = "success";
    private const string FailedStatus = "failed";
    private const int PaymentRequired = 402;
    private const int MaxIdLength = 255;

    // The problems that say for certain that this refund moved nothing. "already_refunded" is not among them: the
    // money has gone back, only not by this request.
    private static readonly HashSet<string> DefiniteRefusals = new(StringComparer.Ordinal)
    {
        "amount_exceeds_remaining", "remaining_mismatch", "not_refundable",
    };

    public static CallOutcome<GatewayRefund> Read(
        int httpStatus, ReadOnlySpan<byte> body, string transactionId, Amount amount)
    {
        var answer = Parse(body);
        if (httpStatus is < 200 or >= 300)
        {
            return (httpStatus, answer?.Code) switch
            {
                (PaymentRequired, _) => CallOutcome<GatewayRefund>.Declined(Outcomes.Declined),
                (409 or 422, Outcomes.AlreadyRefunded) => CallOutcome<GatewayRefund>.Unknown(Outcomes.AlreadyRefunded),
                (422, { } code) when DefiniteRefusals.Contains(code) => CallOutcome<GatewayRefund>.Declined(code),
                _ => CallOutcome<GatewayRefund>.Unknown(Outcomes.OfStatus(httpStatus)),
            };
        }

        if (answer is null)
        {
            return CallOutcome<GatewayRefund>.Unknown(Outcomes.Unreadable);
        }

        return MismatchOf(answer, transactionId, amount) is { } member
            ? CallOutcome<GatewayRefund>.Unknown(Outcomes.ReviewOf(member))
            : answer.Status switch
            {
                FailedStatus => CallOutcome<GatewayRefund>.Declined(Outcomes.Declined),
                SuccessStatus when answer.RefundId is { Length: > 0 and <= MaxIdLength } => answer,
                _ => CallOutcome<GatewayRefund>.Unknown(Outcomes.Unreadable),
            };
    }

    private static string? MismatchOf(GatewayRefund answer, string transactionId, Amount amount)
        => answer.TransactionId is { } id && !string.Equals(id, transactionId, StringComparison.Ordinal)
            ? "transaction_id"
            : answer.Amount is { } value && !amount.IsSameAs(value) ? "amount"
            : answer.Currency is { } currency && !string.Equals(currency, amount.Currency, StringComparison.Ordinal)
                ? "currency"
                : null;

    private static GatewayRefund? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayRefund);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
