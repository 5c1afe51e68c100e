using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.ServiceDefaults.Tests.Texts;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("ORD-1")]
    [InlineData("주문-2026/001")]
    [InlineData("注文 №5")]
    [InlineData("a\u0308\u200d")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("100%")]
    [InlineData("a b")]
    [InlineData("a\u3000b")]
    public void IsName_PrintableTextOfAnyScript_IsOne(string text) => Assert.True(PrintableText.IsName(text, 50));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\u3000")]
    [InlineData("\u00a0a")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u200bb")]
    [InlineData("a\uffffb")]
    [InlineData("\ufdd0")]
    public void IsName_AnythingElse_IsNone(string? text) => Assert.False(PrintableText.IsName(text, 50));

    // Not as inline data: an attribute cannot hold half a character.
    [Fact]
    public void HalfACharacter_IsNoTextAndIsCleanedAway()
    {
        var (high, low) = ((char)0xD800, (char)0xDC00);

        Assert.False(PrintableText.IsName($"{high}", 50));
        Assert.False(PrintableText.IsName($"a{low}b", 50));
        Assert.False(PrintableText.IsName($"a{high}", 50));
        Assert.Equal("x", PrintableText.Clean($"{high}x{low}", 50));
    }

    [Theory]
    [InlineData("x", 50, true)]
    [InlineData("x", 51, false)]
    [InlineData("가", 50, true)]
    [InlineData("가", 51, false)]
    [InlineData("😀", 50, true)]
    [InlineData("😀", 51, false)]
    public void IsName_Length_IsInCharacters(string character, int count, bool expected)
        => Assert.Equal(
            expected, PrintableText.IsName(string.Concat(Enumerable.Repeat(character, count)), maxLength: 50));

    [Theory]
    [InlineData("  a \t\r\n b\0\0c  ", "a b c")]
    [InlineData("\u202e\u200b", "")]
    [InlineData("abcdef", "abcde")]
    [InlineData("abcd e", "abcd")]
    [InlineData("abcd😀😀", "abcd😀")]
    public void Clean_Text_IsPrintableAndBounded(string text, string expected)
        => Assert.Equal(expected, PrintableText.Clean(text, maxLength: 5));
}
