using System.Text.Json;
using Leasehold.Payments.Money;
using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.Payments.Gateway;

/// <summary>Judges the answer to a charge: succeeded and declined are definite, everything else is unknown.</summary>
internal static class ChargeReading
{
    public const string SuccessStatus = "success";
    private const int MaxIdLength = 255;

    /// <summary>The outcome of a charge, by the answer to it.</summary>
    public static CallOutcome<GatewayPayment> Read(
        int httpStatus,
        ReadOnlySpan<byte> body,
        string merchantUid,
        Amount amount,
        Declines declines,
        out GatewayPayment? answer)
    {
        answer = Parse(body);
        var isDeclined = declines.IsDeclined(httpStatus)
            || (declines.IsDeclined(answer?.Status) && Declines.TellsState(httpStatus));
        return Judge(httpStatus, answer, isDeclined, merchantUid, amount);
    }

    /// <summary>The same by the answer to a look-up, whose HTTP status is about the look-up alone.</summary>
    public static CallOutcome<GatewayPayment> ReadLookup(
        int httpStatus,
        ReadOnlySpan<byte> body,
        string merchantUid,
        Amount amount,
        Declines declines,
        out GatewayPayment? answer)
    {
        answer = Parse(body);
        var isDeclined = IsOk(httpStatus) && declines.IsDeclined(answer?.Status);
        return Judge(httpStatus, answer, isDeclined, merchantUid, amount);
    }

    private static bool IsOk(int httpStatus) => httpStatus is >= 200 and < 300;

    private static CallOutcome<GatewayPayment> Judge(
        int httpStatus, GatewayPayment? answer, bool isDeclined, string merchantUid, Amount amount)
    {
        if (!IsOk(httpStatus) && !isDeclined)
        {
            return CallOutcome<GatewayPayment>.Unknown(Outcomes.OfStatus(httpStatus));
        }

        // A refusal's body may be empty or a problem; but where it speaks of a payment, it must be this one.
        if (answer is not null && MismatchOf(answer, merchantUid, amount) is { } member)
        {
            return CallOutcome<GatewayPayment>.Unknown(Outcomes.ReviewOf(member));
        }

        return isDeclined ? CallOutcome<GatewayPayment>.Declined(Outcomes.Declined)

            // Without its id the payment could never be refunded: not an answer of the contract.
            : answer is { Status: SuccessStatus } && PrintableText.IsName(answer.TransactionId, MaxIdLength) ? answer
            : CallOutcome<GatewayPayment>.Unknown(Outcomes.Unreadable);
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
