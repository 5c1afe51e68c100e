using System.Text;
using Leasehold.Payments.Gateway;

namespace Leasehold.Payments.Tests.Gateway;

/// <summary>The gateway's own words, as a customer may read them.</summary>
public sealed class GatewayTextTests
{
    [Theory]
    [InlineData("""{"message":"The card is blocked."}""", "The card is blocked.")]
    [InlineData("""{"detail":"한도를 초과했습니다."}""", "한도를 초과했습니다.")]
    [InlineData("""{"message":"a","detail":"b"}""", "a")]
    [InlineData("""{"message":" \u0000 two\r\n\tlines \u202e "}""", "two lines")]
    [InlineData("""{"message":"card 4111-1111-1111-1111 and tok_secret"}""", "card [number] and [card_token]")]
    [InlineData("""{"message":7,"detail":"b"}""", "b")]
    [InlineData("""{"message":""}""", null)]
    [InlineData("""{"message":"\ud800"}""", null)]
    [InlineData("""{"message":{"a":1}}""", null)]
    [InlineData("[]", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void Of_Answer_IsItsMessageCleaned(string body, string? expected)
        => Assert.Equal(expected, GatewayText.Of(Encoding.UTF8.GetBytes(body), "tok_secret"));

    [Fact]
    public void Of_LongMessage_EndsAfterThreeHundredWholeCharacters()
    {
        var text = GatewayText.Of(
            Encoding.UTF8.GetBytes($$"""{"message":"{{new string('x', 299)}}😀😀😀"}"""), null);

        Assert.Equal(new string('x', 299) + "😀", text);
    }

    [Fact]
    public void Of_CardNumberThatTheEndWouldCut_IsTakenOutWhole()
    {
        var message = $"{new string('x', 290)} 4111111111111111 {new string('1', 60_000)}";
        var text = GatewayText.Of(Encoding.UTF8.GetBytes($$"""{"message":"{{message}}"}"""), null);

        Assert.DoesNotContain("4111", text, StringComparison.Ordinal);
    }
}
