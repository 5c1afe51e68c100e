using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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
        if (httpStatus is < 200 or >= 300)
        {
            return (httpStatus, Parse(body, GatewayJson.Default.GatewayProblem)?.Code) switch
            {
                (PaymentRequired, _) => CallOutcome<GatewayRefund>.Declined(Outcomes.Declined),
                (409 or 422, Outcomes.AlreadyRefunded) => CallOutcome<GatewayRefund>.Unknown(Outcomes.AlreadyRefunded),
                (422, { } code) when DefiniteRefusals.Contains(code) => CallOutcome<GatewayRefund>.Declined(code),
                _ => CallOutcome<GatewayRefund>.Unknown(Outcomes.OfStatus(httpStatus)),
            };
        }

        if (Parse(body, GatewayJson.Default.GatewayRefund) is not { } answer)
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

    private static T? Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
