using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Leasehold.Simulators.PaymentGateway.Http;

namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>The query of a control report: whose rows, and which page of them.</summary>
internal sealed record LedgerPage(string? MerchantUid, long After, int Limit)
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 10_000;

    public static bool TryRead(
        HttpContext context,
        [NotNullWhen(true)] out LedgerPage? page,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        var query = context.Request.Query;
        page = null;
        refusal = null;
        if (TryReadNumber(query["after"], 0, out var after) && after >= 0 &&
            TryReadNumber(query["limit"], DefaultLimit, out var limit) && limit is > 0 and <= MaxLimit)
        {
            page = new LedgerPage(query["merchant_uid"], after, (int)limit);
            return true;
        }

        refusal = Refusal.BadRequest("bad_page", $"after is 0 or more, limit is 1 to {MaxLimit}.");
        return false;
    }

    private static bool TryReadNumber(string? text, long absent, out long number)
    {
        number = absent;
        return text is null || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
