namespace Leasehold.Dashboard.Tests.Findings;

/// <summary>Figures as people read them.</summary>
public sealed class TextsTests
{
    [Theory]
    [InlineData(0.0042, "4.2 ms")]
    [InlineData(0.42, "420 ms")]
    [InlineData(3.21, "3.2 s")]
    [InlineData(252, "4 min 12 s")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(100_000, "1 d 3 h")]
    public void Age_IsRoundedToWhatMatters(double seconds, string text)
        => Assert.Equal(text, Texts.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(12_345, "12,345")]
    [InlineData(4_200_000, "4.2 M")]
    public void Number_IsShort(double number, string text) => Assert.Equal(text, Texts.Number(number));
}
