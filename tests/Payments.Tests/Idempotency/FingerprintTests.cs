using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Payments.Tests.Idempotency;

public sealed class FingerprintTests
{
    [Fact]
    public void Of_SameFields_IsTheSame()
        => Assert.Equal(Fingerprint.Of("a", "b"), Fingerprint.Of("a", "b"), StringComparer.Ordinal);

    [Fact]
    public void Of_FieldsDividedDifferently_Differ()
        => Assert.NotEqual(Fingerprint.Of("ab", "c"), Fingerprint.Of("a", "bc"), StringComparer.Ordinal);

    [Fact]
    public void Of_FieldThatImitatesADivision_Differs()
        => Assert.NotEqual(Fingerprint.Of("a1:b"), Fingerprint.Of("a", "b"), StringComparer.Ordinal);
}
