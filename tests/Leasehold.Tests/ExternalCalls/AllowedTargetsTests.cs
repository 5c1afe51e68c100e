using Leasehold.Sight.ExternalCalls;

namespace Leasehold.Tests;

public sealed class AllowedTargetsTests
{
    [Theory]
    [InlineData("vault.internal", "vault.internal", true)]
    [InlineData("VAULT.internal", "vault.internal", true)]
    [InlineData("vault.internal:8200", "vault.internal", true)]
    [InlineData("vault.internal:8201", "vault.internal", false)]
    [InlineData("*.internal", "vault.internal", true)]
    [InlineData("*.internal", "internal", false)]
    [InlineData("*.internal", "notinternal", false)]
    [InlineData("internal", "vault.internal", false)]
    public void Contains_Entry_MeansHostPortOrDomain(string entry, string host, bool isAllowed)
        => Assert.Equal(isAllowed, new AllowedTargets([entry]).Contains(new CallTarget("GET", host, 8200)));

    [Theory]
    [InlineData("smtp", true)]
    [InlineData("vault.internal:8200", true)]
    [InlineData("*.internal", true)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("*.", false)]
    [InlineData("a*.internal", false)]
    [InlineData("https://vault.internal", false)]
    [InlineData("vault .internal", false)]
    public void IsValid_Entry_IsHostPortDomainOrName(string entry, bool isValid)
        => Assert.Equal(isValid, AllowedTargets.IsValid(entry));

    [Fact]
    public void ToString_Address6_IsBracketed()
        => Assert.Equal("GET [::1]:8200", new CallTarget("GET", "::1", 8200).ToString());
}
