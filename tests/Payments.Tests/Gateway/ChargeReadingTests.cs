using System.Text;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Tests.Gateway;

/// <summary>Only what the contract calls definite is definite.</summary>
public sealed class ChargeReadingTests
{
    private static readonly Amount Asked = new(1050, "USD");
    private static readonly Declines Standard = new(new GatewayOptions());

    [Theory]
    [InlineData(
        200, """{"transaction_id":"t","merchant_uid":"op","status":"success","amount":10.50,"currency":"USD"}""")]
    [InlineData(200, """{"transaction_id":"t","status":"success"}""")]
    [InlineData(201, """{"transaction_id":"t","status":"success","amount":"10.5","more":{}}""")]
    public void Read_Success_Succeeded(int status, string body)
        => Assert.Equal((CallOutcomeKind.Succeeded, "t"), Read(status,
            body) is { Kind: CallOutcomeKind.Succeeded } outcome
            ? (outcome.Kind, outcome.Reply.TransactionId)
            : default);

    [Theory]
    [InlineData(200, """{"status":"failed","message":"no money"}""")]
    [InlineData(200, """{"status":"declined","message":7}""")]
    [InlineData(200, """{"status":"cancelled"}""")]
    [InlineData(201, """{"status":"rejected","merchant_uid":"op","amount":"10.5","currency":"USD"}""")]
    [InlineData(400, """{"status":"failed"}""")]
    [InlineData(403, """{"status":"declined"}""")]
    [InlineData(404, """{"status":"rejected"}""")]
    [InlineData(409, """{"status":"declined","merchant_uid":"op"}""")]
    [InlineData(422, """{"status":"cancelled","message":"card blocked"}""")]
    [InlineData(402, "")]
    [InlineData(402, """{"title":"Payment Required","status":402,"code":"card_declined"}""")]
    public void Read_DefiniteRefusal_Declined(int status, string body)
        => Assert.Equal(CallOutcomeKind.Declined, Read(status, body).Kind);

    [Theory]
    [InlineData(200, "", "unreadable_answer")]
    [InlineData(200, "<html>", "unreadable_answer")]
    [InlineData(200, "[]", "unreadable_answer")]
    [InlineData(200, "null", "unreadable_answer")]
    [InlineData(200, "{}", "unreadable_answer")]
    [InlineData(200, """{"status":"pending","transaction_id":"t"}""", "unreadable_answer")]
    [InlineData(200, """{"status":"success"}""", "unreadable_answer")]
    [InlineData(200, """{"status":"success","status":"failed","transaction_id":"t"}""", "unreadable_answer")]
    [InlineData(301, """{"status":"success","transaction_id":"t"}""", "http_301")]
    [InlineData(400, """{"status":"refused"}""", "http_400")]
    [InlineData(400, """{"status":400,"code":"failed"}""", "http_400")]
    [InlineData(401, """{"status":"failed"}""", "http_401")]
    [InlineData(408, """{"status":"failed"}""", "http_408")]
    [InlineData(429, """{"status":"failed"}""", "http_429")]
    [InlineData(200, """{"status":"FAILED"}""", "unreadable_answer")]
    [InlineData(200, """{"status":"success","transaction_id":"\u0000"}""", "unreadable_answer")]
    [InlineData(200, """{"status":"success","transaction_id":"\ud800"}""", "unreadable_answer")]
    [InlineData(200, """{"status":"success","transaction_id":" t"}""", "unreadable_answer")]
    [InlineData(401, "", "http_401")]
    [InlineData(409, "", "http_409")]
    [InlineData(422, "", "http_422")]
    [InlineData(429, "", "http_429")]
    [InlineData(500, """{"status":"failed"}""", "http_500")]
    [InlineData(503, "", "http_503")]
    public void Read_AnythingElse_IsUnknown(int status, string body, string reason)
    {
        var outcome = Read(status, body);

        Assert.Equal((CallOutcomeKind.Unknown, reason), (outcome.Kind, outcome.Reason));
    }

    [Theory]
    [InlineData(200, """{"transaction_id":"t","status":"success","amount":10.51}""", "review_amount")]
    [InlineData(200, """{"transaction_id":"t","status":"success","currency":"KRW"}""", "review_currency")]
    [InlineData(200, """{"transaction_id":"t","status":"success","merchant_uid":"other"}""", "review_merchant_uid")]
    [InlineData(200, """{"status":"failed","amount":10.51}""", "review_amount")]
    [InlineData(402, """{"merchant_uid":"other"}""", "review_merchant_uid")]
    [InlineData(402, """{"status":402,"merchant_uid":"other"}""", "review_merchant_uid")]
    [InlineData(422, """{"status":"declined","merchant_uid":"other"}""", "review_merchant_uid")]
    public void Read_AnswerAboutSomethingElse_GoesToReview(int status, string body, string reason)
    {
        var outcome = Read(status, body);

        Assert.Equal((CallOutcomeKind.Unknown, reason), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public void Read_StatesAndStatusesOfTheSettings_AreTheOnesThatDecline()
    {
        var declines = new Declines(
            new GatewayOptions { DeclinedStates = "DENIED, VOID", DeclinedStatuses = "404,422" });

        Assert.Equal(CallOutcomeKind.Declined, Read(200, """{"status":"DENIED"}""", declines).Kind);
        Assert.Equal(CallOutcomeKind.Declined, Read(404, "", declines).Kind);
        Assert.Equal(CallOutcomeKind.Declined, Read(422, """{"status":422,"detail":"no"}""", declines).Kind);
        Assert.Equal(CallOutcomeKind.Unknown, Read(200, """{"status":"failed"}""", declines).Kind);
        Assert.Equal(CallOutcomeKind.Unknown, Read(402, "", declines).Kind);
    }

    [Theory]
    [InlineData(402)]
    [InlineData(404)]
    public void ReadLookup_StatusThatDeclinesACharge_SaysNothingAboutIt(int status)
    {
        var declines = new Declines(new GatewayOptions { DeclinedStatuses = "402,404" });

        Assert.Equal(
            CallOutcomeKind.Unknown, ChargeReading.ReadLookup(status, [], "op", Asked, declines, out _).Kind);
    }

    private static CallOutcome<GatewayPayment> Read(int status, string body, Declines declines)
        => ChargeReading.Read(status, Encoding.UTF8.GetBytes(body), "op", Asked, declines, out _);

    private static CallOutcome<GatewayPayment> Read(int status, string body)
        => ChargeReading.Read(status, Encoding.UTF8.GetBytes(body), "op", Asked, Standard, out _);
}
