using Leasehold.Payments.Cards;

namespace Leasehold.Payments.Tests.Cards;

public sealed class CardNumbersTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("5555555555554444")]
    [InlineData("378282246310005")]
    [InlineData("30569309025904")]
    [InlineData("4222222222222")]
    [InlineData("6011111111111117")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("3782-822463-10005")]
    [InlineData("tok_4111111111111111")]
    [InlineData("card4111111111111111")]
    [InlineData("my card is 4111111111111111, thanks")]
    [InlineData("4000000000000000006")]
    [InlineData("카드4111-1111-1111-1111번")]
    [InlineData("４１１１１１１１１１１１１１１１")]
    [InlineData("４１１１－１１１１－１１１１－１１１１")]
    [InlineData("1234 4111 1111 1111 1111")]
    public void LooksLikeOne_CardNumber_IsFound(string text) => Assert.True(CardNumbers.LooksLikeOne(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tok_visa")]
    [InlineData("4111111111111112")]
    [InlineData("411111111111")]
    [InlineData("41111111111111111111111111")]
    [InlineData("ORD-20251122183412349")]
    [InlineData("ORD-1763842980127")]
    [InlineData("01a204b82c8470d5840c604f1a3857f7")]
    [InlineData("a4111111111111111f")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("010-1234-5678")]
    public void LooksLikeOne_AnythingElse_IsLetThrough(string? text) => Assert.False(CardNumbers.LooksLikeOne(text));

    [Fact]
    public void LooksLikeOne_RandomIds_AreLetThrough()
    {
        const int seed = 20_251_122;
        var random = new Random(seed);
        var bytes = new byte[16];
        for (var n = 0; n < 50_000; n++)
        {
            random.NextBytes(bytes);
            var id = new Guid(bytes);
            Assert.False(CardNumbers.LooksLikeOne(id.ToString()), $"seed {seed}, {n}: {id}");
            Assert.False(CardNumbers.LooksLikeOne(id.ToString("N")), $"seed {seed}, {n}: {id:N}");
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4111111111111111a")]
    [InlineData("4111-")]
    [InlineData("4111 1111 1111 ")]
    public void LooksLikeOne_SixtyThousandOfAnything_TakesNoTime(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 60_000 / unit.Length));
        var startedAt = TimeProvider.System.GetTimestamp();

        for (var n = 0; n < 20; n++)
        {
            _ = CardNumbers.Masked(text);
        }

        // Twenty of them in a second each on a machine that is busy; what grew with the square would take minutes.
        Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Masked_TextWithNumbers_HasThemTakenOut()
        => Assert.Equal(
            "a [number] b [number]", CardNumbers.Masked("a 4111111111111111 b 4111-1111-1111-1111"));
}
