using System.Text.Json;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Tests.Money;

public sealed class AmountTests
{
    [Theory]
    [InlineData("1000", "KRW", 1000)]
    [InlineData("1000.00", "KRW", 1000)]
    [InlineData("1e3", "KRW", 1000)]
    [InlineData("1000", "JPY", 1000)]
    [InlineData("10.5", "USD", 1050)]
    [InlineData("0.01", "EUR", 1)]
    [InlineData("1.234", "BHD", 1234)]
    [InlineData("0.1234", "CLF", 1234)]
    [InlineData("79228162.51", "USD", 7922816251)]
    public void TryRead_AmountOfTheCurrency_IsItsMinorUnits(string text, string currency, long minor)
    {
        Assert.Null(Amount.TryRead(new AmountText(text), currency, out var amount));

        Assert.Equal(new Amount(minor, currency), amount);
    }

    [Theory]
    [InlineData("1000.5", "KRW", "TooPrecise")]
    [InlineData("10.001", "USD", "TooPrecise")]
    [InlineData("0.00000000000000000000000000001", "KRW", "NotPositive")]
    [InlineData("15000.00000000000000000000000000001", "KRW", "TooPrecise")]
    [InlineData("0", "KRW", "NotPositive")]
    [InlineData("-1", "KRW", "NotPositive")]
    [InlineData("-0", "KRW", "NotPositive")]
    [InlineData("1000000000001", "KRW", "TooLarge")]
    [InlineData("10000000000.01", "USD", "TooLarge")]
    [InlineData("99999999999999999999999999999999", "KRW", "NotANumber")]
    [InlineData("1e999", "KRW", "NotANumber")]
    [InlineData("", "KRW", "NotANumber")]
    [InlineData(" 1", "KRW", "NotANumber")]
    [InlineData("1,000", "KRW", "NotANumber")]
    [InlineData("NaN", "KRW", "NotANumber")]
    [InlineData("１０００", "KRW", "NotANumber")]
    [InlineData("1000", "KRWX", "UnknownCurrency")]
    [InlineData("1000", "krw", "UnknownCurrency")]
    [InlineData("1000", "", "UnknownCurrency")]
    public void TryRead_AnythingElse_IsItsFault(string text, string currency, string fault)
        => Assert.Equal(fault, Amount.TryRead(new AmountText(text), currency, out _)?.ToString());

    [Theory]
    [InlineData(1050, "USD", "10.50")]
    [InlineData(1000, "KRW", "1000")]
    [InlineData(1, "BHD", "0.001")]
    [InlineData(1_000_000_000_000, "USD", "10000000000.00")]
    public void Value_OfMinorUnits_HasTheCurrencysDecimals(long minor, string currency, string value)
        => Assert.Equal(value, new Amount(minor,
            currency).Value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0.1")]
    [InlineData("\"0.1\"")]
    [InlineData("123456789.123456789012345678")]
    public void AmountText_FromJson_KeepsEveryDigit(string json)
        => Assert.Equal(json.Trim('"'), JsonSerializer.Deserialize<AmountText>(json).Value);

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("11111111111111111111111111111111111111111111111111111111111111111")]
    public void AmountText_FromJsonThatIsNoAmount_Throws(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AmountText>(json));
}
