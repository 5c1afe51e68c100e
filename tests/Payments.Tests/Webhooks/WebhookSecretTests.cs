using System.Security.Cryptography;
using System.Text;
using Leasehold.Payments.Webhooks;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Payments.Tests.Webhooks;

/// <summary>Secrets and signatures by the rules of Standard Webhooks.</summary>
public sealed class WebhookSecretTests
{
    // The vector of the specification's own libraries.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1_614_265_330;
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    // 32 bytes whose base64 has both characters that the URL-safe alphabet writes differently, and padding.
    private const string Other = "whsec_++//ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh0123Q=";

    [Theory]
    [InlineData(Secret)]
    [InlineData("v1," + Secret)]
    [InlineData("  " + Secret + "\n")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData(Other + " " + Secret)]
    [InlineData(Secret + " " + Other)]
    [InlineData(Secret + "," + Other)]
    [InlineData("v1," + Other + ",v1," + Secret)]
    [InlineData("an-older-secret-of-plain-text " + Secret)]
    public void Read_SecretInAnyForm_TakesTheReferenceVector(string setting)
        => Assert.Equal(Id, Verify(setting, Signature));

    [Fact]
    public void Read_UrlSafeOrUnpadded_IsTheSameKey()
    {
        var message = Encoding.UTF8.GetBytes("message");
        var expected = Assert.Single(WebhookSecret.Read(Other, mayBeEmpty: false).Sign(message));

        foreach (var form in (string[])[Other.TrimEnd('='), UrlSafe(Other), UrlSafe(Other).TrimEnd('=')])
        {
            Assert.Equal(expected, Assert.Single(WebhookSecret.Read(form, mayBeEmpty: false).Sign(message)));
        }
    }

    [Fact]
    public void Read_PlainText_IsTheKeyItself()
    {
        var message = Encoding.UTF8.GetBytes("message");

        Assert.Equal(
            HMACSHA256.HashData("plain,text"u8, message),
            Assert.Single(WebhookSecret.Read("plain,text", mayBeEmpty: false).Sign(message)));
    }

    [Theory]
    [InlineData("v1," + "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1Oa=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,")]
    [InlineData("v1,ÿ")]
    public void Verify_AnotherSignature_IsNone(string signature) => Assert.Null(Verify(Secret, signature));

    [Fact]
    public void Verify_SignatureAmongOthers_IsFound()
        => Assert.Equal(Id, Verify(Secret, $"v1a,AAAA v2,BBBB v1,AAAA {Signature}"));

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_not-base64!")]
    [InlineData("whsec_A")]
    [InlineData("whpk_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData("v1a,whpk_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData(Secret + " " + Other + " " + Secret)]
    [InlineData("two words")]
    [InlineData("short " + Secret)]
    [InlineData("")]
    public void Read_NoSecret_IsRefusedAtStart(string setting)
    {
        var problem = Assert.Throws<ServiceStartException>(() => WebhookSecret.Read(setting, mayBeEmpty: false));

        Assert.Contains("PAYMENT_WEBHOOK_SECRET", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("C2FVsBQ", problem.Message, StringComparison.Ordinal);
    }

    private static string UrlSafe(string secret) => secret.Replace('+', '-').Replace('/', '_');

    private static string? Verify(string setting, string signature)
    {
        var time = new FixedTime();
        var headers = new HeaderDictionary
        {
            ["Webhook-Id"] = Id,
            ["Webhook-Timestamp"] = $"{Timestamp}",
            ["Webhook-Signature"] = signature,
        };
        return new WebhookSignature(WebhookSecret.Read(setting, mayBeEmpty: false), time)
            .TryRead(headers, Encoding.UTF8.GetBytes(Body));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Timestamp);
    }
}
