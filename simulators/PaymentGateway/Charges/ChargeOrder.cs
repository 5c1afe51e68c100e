using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;
using Leasehold.Simulators.PaymentGateway.Money;

namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>A payment request that passed every check.</summary>
internal sealed class ChargeOrder
{
    private const int MaxTokenLength = 255;

    private ChargeOrder(string merchantUid, MoneyAmount amount, string cardToken, string? idempotencyKey)
    {
        MerchantUid = merchantUid;
        Amount = amount;
        CardToken = cardToken;
        IdempotencyKey = idempotencyKey;
        // Salted with the merchant_uid: the same card cannot be followed through the ledger.
        CardDigest = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{merchantUid}\n{cardToken}")).AsSpan(0, 16));
    }

    public string MerchantUid { get; }

    public MoneyAmount Amount { get; }

    public string CardToken { get; }

    public string CardDigest { get; }

    public string? IdempotencyKey { get; }

    public static bool TryRead(
        HttpContext context,
        ChargeRequest request,
        [NotNullWhen(true)] out ChargeOrder? order,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        order = null;
        refusal = RefusalOf(context, request, out var key);
        if (refusal is null &&
            MoneyAmount.TryRead(request.Amount!.Value, request.Currency!, out var amount, out refusal))
        {
            order = new ChargeOrder(request.MerchantUid!, amount, request.CardToken!, key);
            return true;
        }

        return false;
    }

    public bool IsRepeatOf(Charge charge) =>
        charge.Amount == Amount && string.Equals(charge.CardDigest, CardDigest, StringComparison.Ordinal);

    private static Refusal? RefusalOf(HttpContext context, ChargeRequest request, out string? key)
    {
        if (!Http.IdempotencyKey.TryRead(context, out key))
        {
            return Refusal.BadRequest("bad_idempotency_key", "Idempotency-Key is malformed or sent twice.");
        }

        if (request.MerchantUid is null || request.Amount is null ||
            request.Currency is null || request.CardToken is null)
        {
            return Refusal.BadRequest("missing_member", "merchant_uid, amount, currency and card_token are required.");
        }

        if (!Http.IdempotencyKey.IsWellFormed(request.MerchantUid))
        {
            return Refusal.BadRequest("bad_merchant_uid", "merchant_uid is 1 to 255 of A-Z a-z 0-9 - _ . : ~.");
        }

        if (request.CardToken is { Length: 0 or > MaxTokenLength })
        {
            return Refusal.BadRequest("bad_card_token", $"card_token is 1 to {MaxTokenLength} characters.");
        }

        return key is null || string.Equals(key, request.MerchantUid, StringComparison.Ordinal)
            ? null
            : Refusal.BadRequest("idempotency_key_mismatch", "Idempotency-Key, when sent, is the merchant_uid.");
    }
}
