using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Payments.Tests.Idempotency;

public sealed class IdempotencyKeyTests
{
    [Fact]
    public void IsWellFormed_EveryLegalCharacter_IsTaken()
        => Assert.True(IdempotencyKey.IsWellFormed("ABCXYZabcxyz0189-_.:~"));

    [Theory]
    [InlineData(1, true)]
    [InlineData(255, true)]
    [InlineData(0, false)]
    [InlineData(256, false)]
    public void IsWellFormed_Length_IsBounded(int length, bool expected)
        => Assert.Equal(expected, IdempotencyKey.IsWellFormed(new string('k', length)));

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a,b")]
    [InlineData("a\nb")]
    [InlineData("ключ")]
    [InlineData("K\u212A")]
    public void IsWellFormed_AnyOtherCharacter_IsRefused(string key) => Assert.False(IdempotencyKey.IsWellFormed(key));
}
