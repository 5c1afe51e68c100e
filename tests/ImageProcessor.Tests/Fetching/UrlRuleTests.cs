using Leasehold.Images.Fetching;

namespace Leasehold.Simulators.ImageProcessor.Tests.Fetching;

public sealed class UrlRuleTests
{
    [Theory]
    [InlineData("http://example.com/a.png")]
    [InlineData("https://example.com/a.png?x=1#y")]
    [InlineData("http://example.com:80/a.png")]
    [InlineData("https://93.184.216.34/a.png")]
    [InlineData("https://[2606:2800:220:1:248:1893:25c8:1946]/a.png")]
    [InlineData("https://sub.domain.example.co.uk./a.png")]
    [InlineData("https://xn--bcher-kva.example/a.png")]
    public void TryRead_PublicAddress_IsAllowed(string url)
        => Assert.True(UrlRule.TryRead(url, AllowedHosts.None, out _, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a.png")]
    [InlineData("//example.com/a.png")]
    [InlineData("ftp://example.com/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("javascript:alert(1)")]
    [InlineData("jar:http://example.com!/a")]
    public void TryRead_OtherScheme_IsRefused(string? url) => AssertRefused(url);

    [Theory]
    [InlineData("http://user@example.com/")]
    [InlineData("http://user:secret@example.com/")]
    [InlineData("http://@example.com/")]
    [InlineData("http://example.com@127.0.0.1/")]
    [InlineData("http://127.0.0.1\\@example.com/")]
    public void TryRead_UserInformation_IsRefused(string url) => AssertRefused(url);

    [Theory]
    [InlineData("http://example.com:22/")]
    [InlineData("http://example.com:443/")]
    [InlineData("https://example.com:80/")]
    [InlineData("http://example.com:8080/")]
    [InlineData("http://example.com:0/")]
    [InlineData("http://example.com:99999/")]
    public void TryRead_OtherPort_IsRefused(string url) => AssertRefused(url);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("0.1.2.3")]
    [InlineData("10.255.255.255")]
    [InlineData("100.127.255.255")]
    [InlineData("127.255.255.255")]
    [InlineData("169.254.255.255")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[fc00::1]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[fe80::1]")]
    [InlineData("[ff02::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:8.8.8.8]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[64:ff9b:1::7f00:1]")]
    [InlineData("[2001:0:4136:e378:8000:63bf:3fff:fdd2]")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[3fff::1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::808:808]")]
    [InlineData("[::ffff:808:808]")]
    [InlineData("[::ffff:0:808:808]")]
    [InlineData("[2002:808:808::]")]
    [InlineData("[64:ff9b::808:808]")]
    [InlineData("[fdff::1]")]
    [InlineData("[febf::1]")]
    [InlineData("[fec0::1]")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[2606:2800:220:1:248:1893:25c8:1946%25eth0]")]
    [InlineData("[2606:2800:220:1:248:1893:25c8:1946%1]")]
    public void TryRead_AddressThatIsNotPublic_IsRefused(string host) => AssertRefused($"http://{host}/a.png");

    [Theory]
    [InlineData("http://11.0.0.1/")]
    [InlineData("http://100.63.255.255/")]
    [InlineData("http://100.128.0.1/")]
    [InlineData("http://172.15.255.255/")]
    [InlineData("http://172.32.0.1/")]
    [InlineData("http://192.0.1.1/")]
    [InlineData("http://198.17.255.255/")]
    [InlineData("http://198.20.0.1/")]
    [InlineData("http://223.255.255.254/")]
    public void TryRead_AddressBesideAReservedRange_IsAllowed(string url)
        => Assert.True(UrlRule.TryRead(url, AllowedHosts.None, out _, out _));

    [Theory]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("0")]
    [InlineData("127.0.0.1.")]
    [InlineData("017700000001")]
    [InlineData("1572395042")]
    [InlineData("08.8.8.8")]
    [InlineData("8.8.8")]
    public void TryRead_OtherSpellingOfAnAddress_IsRefused(string host) => AssertRefused($"http://{host}/a.png");

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost.")]
    [InlineData("a.localhost")]
    [InlineData("metadata.google.internal")]
    [InlineData("printer.local")]
    [InlineData("db.corp")]
    [InlineData("intranet")]
    [InlineData("%6c%6f%63%61%6c%68%6f%73%74")]
    [InlineData("１２７.０.０.１")]
    [InlineData("ⓛocalhost")]
    [InlineData("exa mple.com")]
    public void TryRead_NameInsideANetwork_IsRefused(string host) => AssertRefused($"http://{host}/a.png");

    [Fact]
    public void TryRead_OverlongText_IsRefused() => AssertRefused("http://example.com/" + new string('a', 2000));

    [Fact]
    public void TryRead_AllowedPair_IsAllowedAndNoOther()
    {
        Assert.True(AllowedHosts.TryRead(["127.0.0.1:5092", "[::1]:5092"], out var allowed, out _));

        Assert.True(UrlRule.TryRead("http://127.0.0.1:5092/a.png", allowed, out _, out _));
        Assert.True(UrlRule.TryRead("http://[::1]:5092/a.png", allowed, out _, out _));
        Assert.False(UrlRule.TryRead("http://127.0.0.1:5093/a.png", allowed, out _, out _));
        Assert.False(UrlRule.TryRead("http://user@127.0.0.1:5092/a.png", allowed, out _, out _));
    }

    [Fact]
    public void TryRead_Refused_ReasonRepeatsNothingOfTheUrl()
    {
        Assert.False(UrlRule.TryRead("http://canary-4711.internal/x", AllowedHosts.None, out _, out var reason));

        Assert.DoesNotContain("canary", reason, StringComparison.Ordinal);
    }

    private static void AssertRefused(string? url)
        => Assert.False(UrlRule.TryRead(url, AllowedHosts.None, out _, out _));
}
