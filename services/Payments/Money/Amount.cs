using System.Globalization;

namespace Leasehold.Payments.Money;

/// <summary>An exact sum: integer minor units of one ISO 4217 currency.</summary>
internal readonly record struct Amount(long Minor, string Currency)
{
    /// <summary>Keeps a day's sum of many millions of payments inside 64 bits.</summary>
    public const long MaxMinor = 1_000_000_000_000;

    /// <summary>
    /// Longer numbers than decimal holds exactly would be rounded, so they are refused as too precise.
    /// </summary>
    private const int MaxDigits = 28;

    /// <summary>In the currency's major unit, with all its decimals: 10.50, not 10.5.</summary>
    public decimal Value
    {
        get
        {
            var exponent = Currencies.TryGetExponent(Currency, out var known) ? known : 0;
            var magnitude = Math.Abs(Minor);
            return new decimal(unchecked((int)magnitude), (int)(magnitude >> 32), 0, Minor < 0, (byte)exponent);
        }
    }

    /// <summary>Reads what the caller wrote; the fault is null when the amount is good.</summary>
    public static AmountFault? TryRead(AmountText text, string currency, out Amount amount)
    {
        amount = default;
        if (!Currencies.TryGetExponent(currency, out var exponent))
        {
            return AmountFault.UnknownCurrency;
        }

        if (text.Value is null || !TryParse(text.Value, out var value))
        {
            return AmountFault.NotANumber;
        }

        if (value <= 0)
        {
            return AmountFault.NotPositive;
        }

        if (value > MaxMinor)
        {
            return AmountFault.TooLarge;
        }

        var minor = value * PowerOfTen(exponent);
        if (minor != decimal.Truncate(minor) || text.Value.Count(char.IsAsciiDigit) > MaxDigits)
        {
            return AmountFault.TooPrecise;
        }

        if (minor > MaxMinor)
        {
            return AmountFault.TooLarge;
        }

        amount = new Amount((long)minor, currency);
        return null;
    }

    /// <summary>Whether another side's decimal says the same sum.</summary>
    public bool IsSameAs(decimal value) => value == Value;

    private static bool TryParse(string text, out decimal value)
        => decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out value);

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var step = 0; step < exponent; step++)
        {
            power *= 10;
        }

        return power;
    }
}
