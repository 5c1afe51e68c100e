using System.Text.Json;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Gateway;

/// <summary>Judges the answer to a charge: succeeded and declined are definite, everything else is unknown.</summary>
internal static class ChargeReading
{
    public const string SuccessStatus = "success";
    private const string FailedStatus = "failed";
    private const int PaymentRequired = 402;
    private const int MaxIdLength = 255;

    public static CallOutcome<GatewayPayment> Read(
        int httpStatus, ReadOnlySpan<byte> body, string merchantUid, Amount amount, out GatewayPayment? answer)
    {
        answer = Parse(body);
        if (httpStatus is not (>= 200 and < 300 or PaymentRequired))
        {
            return CallOutcome<GatewayPayment>.Unknown(Outcomes.OfStatus(httpStatus));
        }

        if (answer is null && httpStatus != PaymentRequired)
        {
            return CallOutcome<GatewayPayment>.Unknown(Outcomes.Unreadable);
        }

        if (answer is not null && MismatchOf(answer, merchantUid, amount) is { } member)
        {
            return CallOutcome<GatewayPayment>.Unknown(Outcomes.ReviewOf(member));
        }

        return (httpStatus, answer?.Status) switch
        {
            (PaymentRequired, _) or (_, FailedStatus) => CallOutcome<GatewayPayment>.Declined(Outcomes.Declined),

            // Without its id the payment could never be refunded: not an answer of the contract.
            (_, SuccessStatus) when answer!.TransactionId is { Length: > 0 and <= MaxIdLength } => answer,
            _ => CallOutcome<GatewayPayment>.Unknown(Outcomes.Unreadable),
        };
    }

    /// <summary>The first member that contradicts what was asked; members left out are not compared.</summary>
    public static string? MismatchOf(GatewayPayment answer, string merchantUid, Amount amount)
        => answer.MerchantUid is { } uid && !string.Equals(uid, merchantUid, StringComparison.Ordinal) ? "merchant_uid"
            : answer.Amount is { } value && !amount.IsSameAs(value) ? "amount"
            : answer.Currency is { } currency && !string.Equals(currency, amount.Currency, StringComparison.Ordinal)
                ? "currency"
                : null;

    public static GatewayPayment? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayPayment);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
