using System.Text;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Tests.Gateway;

/// <summary>Only what the contract calls definite is definite.</summary>
public sealed class ChargeReadingTests
{
    private static readonly Amount Asked = new(1050, "USD");

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
    [InlineData(400, """{"status":"failed"}""", "http_400")]
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
    public void Read_AnswerAboutSomethingElse_GoesToReview(int status, string body, string reason)
    {
        var outcome = Read(status, body);

        Assert.Equal((CallOutcomeKind.Unknown, reason), (outcome.Kind, outcome.Reason));
    }

    private static CallOutcome<GatewayPayment> Read(int status, string body)
        => ChargeReading.Read(status, Encoding.UTF8.GetBytes(body), "op", Asked, out _);
}
