using System.Diagnostics.CodeAnalysis;
using Leasehold.Simulators.PaymentGateway.Http;

namespace Leasehold.Simulators.PaymentGateway.Money;

/// <summary>An exact sum: integer minor units of one currency, never a binary float.</summary>
internal readonly record struct MoneyAmount(long Minor, string Currency)
{
    /// <summary>Keeps a ledger of many millions of charges inside 64-bit sums.</summary>
    private const long MaxMinor = 1_000_000_000_000;

    public decimal Value => new(Lo(Minor), Mid(Minor), 0, Minor < 0, Exponent);

    private byte Exponent => Currencies.TryGetExponent(Currency, out var exponent) ? (byte)exponent : (byte)0;

    public static bool TryRead(
        decimal value, string currency, out MoneyAmount amount, [NotNullWhen(false)] out Refusal? refusal)
    {
        amount = default;
        if (!Currencies.TryGetExponent(currency, out var exponent))
        {
            refusal = Refusal.Unprocessable("unknown_currency", "currency is not an ISO 4217 code in use.");
            return false;
        }

        if (value <= 0 || value > MaxMinor)
        {
            refusal = Refusal.Unprocessable(
                "bad_amount", $"amount must be above 0 and at most {MaxMinor} minor units.");
            return false;
        }

        var minor = value * (long)Math.Pow(10, exponent);
        if (minor > MaxMinor || minor != decimal.Truncate(minor))
        {
            refusal = Refusal.Unprocessable(
                "bad_amount", $"amount must be at most {MaxMinor} minor units; {currency} has {exponent} decimals.");
            return false;
        }

        amount = new MoneyAmount((long)minor, currency);
        refusal = null;
        return true;
    }

    private static int Lo(long minor) => unchecked((int)Math.Abs(minor));

    private static int Mid(long minor) => unchecked((int)(Math.Abs(minor) >> 32));
}
