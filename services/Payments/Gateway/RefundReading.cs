using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leasehold.Payments.Money;
using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.Payments.Gateway;

/// <summary>Judges the answer to a refund: succeeded and declined are definite, everything else is unknown.</summary>
internal static class RefundReading
{
    private const string SuccessStatus = "success";
    private const int MaxIdLength = 255;

    // The problems that say for certain that this refund moved nothing. "already_refunded" is not among them: the
    // money has gone back, only not by this request.
    private static readonly HashSet<string> DefiniteRefusals = new(StringComparer.Ordinal)
    {
        "amount_exceeds_remaining", "remaining_mismatch", "not_refundable",
    };

    public static CallOutcome<GatewayRefund> Read(
        int httpStatus, ReadOnlySpan<byte> body, string transactionId, Amount amount, Declines declines)
        => (httpStatus, Parse(body, GatewayJson.Default.GatewayProblem)?.Code) switch
        {
            (409 or 422, Outcomes.AlreadyRefunded) => CallOutcome<GatewayRefund>.Unknown(Outcomes.AlreadyRefunded),
            (422, { } code) when DefiniteRefusals.Contains(code) => CallOutcome<GatewayRefund>.Declined(code),
            _ => Judge(httpStatus, Parse(body, GatewayJson.Default.GatewayRefund), transactionId, amount, declines),
        };

    private static CallOutcome<GatewayRefund> Judge(
        int httpStatus, GatewayRefund? answer, string transactionId, Amount amount, Declines declines)
    {
        var isDeclined = declines.IsDeclined(httpStatus)
            || (declines.IsRefundDeclined(answer?.Status) && Declines.TellsState(httpStatus));
        if (httpStatus is (< 200 or >= 300) && !isDeclined)
        {
            return CallOutcome<GatewayRefund>.Unknown(Outcomes.OfStatus(httpStatus));
        }

        if (answer is not null && MismatchOf(answer, transactionId, amount) is { } member)
        {
            return CallOutcome<GatewayRefund>.Unknown(Outcomes.ReviewOf(member));
        }

        return isDeclined ? CallOutcome<GatewayRefund>.Declined(Outcomes.Declined)
            : answer is { Status: SuccessStatus } && PrintableText.IsName(answer.RefundId, MaxIdLength) ? answer
            : CallOutcome<GatewayRefund>.Unknown(Outcomes.Unreadable);
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
