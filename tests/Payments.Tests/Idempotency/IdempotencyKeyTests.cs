using Leasehold.ServiceDefaults.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Leasehold.Payments.Tests.Idempotency;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("ABCXYZabcxyz0189-_.:~")]
    [InlineData("!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    [InlineData("kRw3+/8=")]
    public void IsWellFormed_VisibleAscii_IsTaken(string key) => Assert.True(IdempotencyKey.IsWellFormed(key));

    [Theory]
    [InlineData(1, true)]
    [InlineData(255, true)]
    [InlineData(0, false)]
    [InlineData(256, false)]
    public void IsWellFormed_Length_IsBounded(int length, bool expected)
        => Assert.Equal(expected, IdempotencyKey.IsWellFormed(new string('k', length)));

    [Theory]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("ключ")]
    [InlineData("K\u212A")]
    public void IsWellFormed_AnyOtherCharacter_IsRefused(string key) => Assert.False(IdempotencyKey.IsWellFormed(key));

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", "8e03978e-40d5-43e8-bc93-6894a57f9324")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("a\"b", "a\"b")]
    [InlineData("a\"", "a\"")]
    [InlineData("\"\"", null)]
    [InlineData("\"", null)]
    [InlineData("\"abc", null)]
    [InlineData("\"a\"b\"", null)]
    [InlineData("\"a\\b\"", null)]
    [InlineData("\"a\\\"", null)]
    [InlineData("\"a b\"", null)]
    [InlineData("\"a\";p=1", null)]
    [InlineData("", null)]
    public void TryRead_BareOrQuoted_IsTheKeyWithoutItsQuotes(string header, string? expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[IdempotencyKey.Header] = header;

        Assert.Equal(expected is not null, IdempotencyKey.TryRead(request, out var key));
        Assert.Equal(expected, key);
    }

    [Fact]
    public void TryRead_QuotedKeyOfTheGreatestLength_IsTaken()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[IdempotencyKey.Header] = $"\"{new string('k', IdempotencyKey.MaxLength)}\"";

        Assert.True(IdempotencyKey.TryRead(request, out var key));
        Assert.Equal(IdempotencyKey.MaxLength, key!.Length);
    }

    [Fact]
    public void TryRead_NoHeaderOrTwo_AreToldApart()
    {
        var request = new DefaultHttpContext().Request;
        Assert.True(IdempotencyKey.TryRead(request, out var none));
        Assert.Null(none);

        request.Headers[IdempotencyKey.Header] = new StringValues(["a", "b"]);
        Assert.False(IdempotencyKey.TryRead(request, out _));
    }
}
