using System.Text;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Money;

namespace Leasehold.Payments.Tests.Gateway;

public sealed class RefundReadingTests
{
    [Theory]
    [InlineData(200, """{"refund_id":"r","status":"success"}""", CallOutcomeKind.Succeeded)]
    [InlineData(
        200, """{"refund_id":"r","status":"success","amount":100,"transaction_id":"t"}""", CallOutcomeKind.Succeeded)]
    [InlineData(200, """{"status":"failed"}""", CallOutcomeKind.Declined)]
    [InlineData(402, "", CallOutcomeKind.Declined)]
    [InlineData(422, """{"code":"amount_exceeds_remaining"}""", CallOutcomeKind.Declined)]
    [InlineData(422, """{"code":"remaining_mismatch","status":422}""", CallOutcomeKind.Declined)]
    [InlineData(422, """{"code":"already_refunded"}""", CallOutcomeKind.Unknown)]
    [InlineData(422, """{"code":"idempotency_mismatch"}""", CallOutcomeKind.Unknown)]
    [InlineData(422, "", CallOutcomeKind.Unknown)]
    [InlineData(422, """{"status":"rejected","message":"too late"}""", CallOutcomeKind.Declined)]
    [InlineData(200, """{"status":"declined"}""", CallOutcomeKind.Declined)]
    [InlineData(200, """{"refund_id":"r","status":"cancelled"}""", CallOutcomeKind.Unknown)]
    [InlineData(402, """{"status":402,"transaction_id":"other"}""", CallOutcomeKind.Unknown)]
    [InlineData(200, """{"status":"success"}""", CallOutcomeKind.Unknown)]
    [InlineData(200, """{"refund_id":"r","status":"success","amount":101}""", CallOutcomeKind.Unknown)]
    [InlineData(200, """{"refund_id":"r","status":"success","transaction_id":"other"}""", CallOutcomeKind.Unknown)]
    [InlineData(200, "", CallOutcomeKind.Unknown)]
    [InlineData(404, "", CallOutcomeKind.Unknown)]
    [InlineData(500, """{"status":"failed"}""", CallOutcomeKind.Unknown)]
    public void Read_EachAnswer_IsDefiniteOnlyWhereTheContractSaysSo(int status, string body, CallOutcomeKind kind)
        => Assert.Equal(
            kind,
            RefundReading.Read(
                status,
                Encoding.UTF8.GetBytes(body),
                "t",
                new Amount(100, "KRW"),
                new Declines(new GatewayOptions())).Kind);
}
