using System.Diagnostics.CodeAnalysis;
using Leasehold.Payments.Cards;
using Leasehold.Payments.Http;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Payments.Process;

/// <summary>A payment that passed every check that needs no database.</summary>
internal sealed class PaymentIntent
{
    public const string DefaultCurrency = "KRW";

    private PaymentIntent(string tenant, string key, string orderNumber, Amount amount, string cardToken)
    {
        Tenant = tenant;
        Key = key;
        OrderNumber = orderNumber;
        Amount = amount;
        CardToken = cardToken;
        // The amount in minor units: 1000 and 1000.0 are one. With the key, so that equal card tokens have no equal
        // fingerprints.
        Fingerprint = ServiceDefaults.Idempotency.Fingerprint.Of(
            "process", tenant, key, orderNumber, $"{amount.Minor}", amount.Currency, cardToken);
    }

    public string Tenant { get; }

    public string Key { get; }

    public string OrderNumber { get; }

    public Amount Amount { get; }

    /// <summary>Goes to the gateway and nowhere else.</summary>
    public string CardToken { get; }

    public string Fingerprint { get; }

    public static Refusal? TryRead(string tenant, string key, ProcessRequest request,
        [NotNull] out PaymentIntent? intent)
    {
        intent = null!;
        if (CardNumbers.LooksLikeOne(request.OrderNumber) || CardNumbers.LooksLikeOne(request.CardToken))
        {
            return Refusals.CardNumber;
        }

        if (!ContractText.IsNumber(request.OrderNumber))
        {
            return Refusals.BadNumber("order_number");
        }

        if (!ContractText.IsToken(request.CardToken))
        {
            return Refusals.BadMember("card_token", "1 to 255 visible ASCII characters", "공백 없는 ASCII 1~255자");
        }

        if (request.Amount is not { } text)
        {
            return Refusals.BadMember("amount", "a number", "숫자");
        }

        if (Money.Amount.TryRead(text, request.Currency ?? DefaultCurrency, out var amount) is { } fault)
        {
            return Refusals.BadAmount("amount", fault);
        }

        intent = new PaymentIntent(tenant, key, request.OrderNumber, amount, request.CardToken);
        return null;
    }
}
