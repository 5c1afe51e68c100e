using Leasehold.Payments.Cards;
using Leasehold.Payments.Http;
using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Payments.Payments;

/// <summary>The caller's key of one payment or refund, which must not be a card number.</summary>
internal static class CallerKey
{
    public static Refusal? TryRead(HttpRequest request, out string? key)
    {
        if (!IdempotencyKey.TryRead(request, out key))
        {
            return Refusals.KeyMalformed;
        }

        return key is not null && CardNumbers.LooksLikeOne(key) ? Refusals.CardNumber : null;
    }
}
