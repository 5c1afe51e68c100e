using System.Text.Json.Serialization;

namespace Leasehold.Payments.Money;

/// <summary>An amount as the caller wrote it, digit for digit.</summary>
/// <remarks>Kept as text until the currency is known: no digit is lost to a float or to rounding.</remarks>
[JsonConverter(typeof(AmountTextConverter))]
internal readonly record struct AmountText(string Value)
{
    public override string ToString() => Value;
}
