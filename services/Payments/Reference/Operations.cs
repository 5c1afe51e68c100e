using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Settlements;
using Leasehold.ServiceDefaults.Reference;

namespace Leasehold.Payments.Reference;

/// <summary>The routes as the API reference describes them.</summary>
internal static class Operations
{
    private const string OrderExample =
        """
        {"order_number":"ORD-1001","customer_id":"CUST-7","total_amount":15000,"currency":"KRW","status":"pending",
         "created_at":"2026-11-22T09:30:00.123456Z","updated_at":"2026-11-22T09:30:00.123456Z"}
        """;

    private const string PaymentExample =
        """
        {"payment_id":"PAY-key-1001","order_number":"ORD-1001","status":"completed","amount":15000,"currency":"KRW",
         "refunded_amount":0,"transaction_id":"tx_0193","message":"The payment is completed."}
        """;

    private const string ProcessingExample =
        """
        {"payment_id":"PAY-key-1001","order_number":"ORD-1001","status":"processing","amount":15000,"currency":"KRW",
         "refunded_amount":0,"transaction_id":null,
         "message":"The payment is being processed; its outcome is not known yet. Ask for it again, do not pay again."}
        """;

    private const string RefundExample =
        """
        {"payment_id":"PAY-key-1001","order_number":"ORD-1001","status":"partially_refunded","amount":15000,
         "currency":"KRW","refunded_amount":5000,"transaction_id":"tx_0193","refund_id":"rf_0194",
         "message":"The payment is partially refunded."}
        """;

    private const string SettlementExample =
        """
        {"type":"payment","payment_id":"PAY-key-1001","order_number":"ORD-1001","transaction_id":"tx_0193",
         "refund_id":null,"amount":15000,"currency":"KRW","settled_at":"2026-11-22T09:30:00.123456Z"}
        """;

    private static readonly AnswerInfo Busy = AnswerInfo.Problem(
        503, "The service is at capacity or its database is away. Nothing was done; see Retry-After.");

    public static OperationInfo CreateOrder { get; } = new(
        "Orders",
        "createOrder",
        "Create an order",
        "Amounts are exact: a number with no more decimals than the currency has. KRW has none.",
        null,
        """{"order_number":"ORD-1001","customer_id":"CUST-7","total_amount":15000,"currency":"KRW"}""",
        [
            new(201, "The order.", typeof(OrderAnswer), OrderExample),
            AnswerInfo.Problem(400, "Malformed JSON."),
            AnswerInfo.Problem(409, "There is an order with this number."),
            AnswerInfo.Problem(422, "A bad number, id, amount or currency, or what looks like a card number."),
            Busy,
        ]);

    public static OperationInfo ReadOrder { get; } = new(
        "Orders",
        "readOrder",
        "Read an order",
        "States: pending, payment_processing, paid, payment_failed, partially_refunded, refunded, cancelled.",
        null,
        null,
        [new(200, "The order.", typeof(OrderAnswer), OrderExample), AnswerInfo.Problem(404, "No such order."), Busy]);

    public static OperationInfo CancelOrder { get; } = new(
        "Orders",
        "cancelOrder",
        "Cancel an order",
        "Only an order that is pending or whose payment failed.",
        null,
        null,
        [
            new(200, "The order, cancelled.", typeof(OrderAnswer), null),
            AnswerInfo.Problem(404, "No such order."),
            AnswerInfo.Problem(409, "It is being paid, paid, refunded or cancelled."),
            Busy,
        ]);

    public static OperationInfo Process { get; } = new(
        "Payments",
        "processPayment",
        "Pay an order",
        "Idempotent by key: a repeat with the same key and payload gets the same answer and pays nothing. A declined "
        + "payment leaves its order payable with a new key. Keys never expire.",
        new KeyInfo("Required.", IsRequired: true),
        """{"order_number":"ORD-1001","amount":15000,"currency":"KRW","card_token":"tok_visa"}""",
        [
            new(200, "completed, or failed when the gateway declined.", typeof(PaymentAnswer), PaymentExample),
            new(202, "The outcome is not known yet: ask at Location.", typeof(PaymentAnswer), ProcessingExample),
            AnswerInfo.Problem(400, "Missing or malformed key or JSON, or amount or currency not the order's."),
            AnswerInfo.Problem(404, "No such order."),
            AnswerInfo.Problem(409, "The order is being paid, paid, refunded or cancelled under another key."),
            AnswerInfo.Problem(422, "The key was used with another payload, or a bad amount, currency or token."),
            Busy,
        ]);

    public static OperationInfo ReadPayment { get; } = new(
        "Payments",
        "readPayment",
        "Read a payment",
        "States: processing, completed, failed, refund_processing, partially_refunded, refunded.",
        null,
        null,
        [
            new(200, "The payment.", typeof(PaymentAnswer), PaymentExample),
            AnswerInfo.Problem(404, "No such payment."),
            Busy,
        ]);

    public static OperationInfo Verify { get; } = new(
        "Payments",
        "verifyPayment",
        "Ask the gateway about a payment",
        "Settles a payment whose outcome was not known, if the gateway knows it; never makes or repeats one.",
        null,
        null,
        [
            new(200, "The payment, after asking.", typeof(PaymentAnswer), PaymentExample),
            AnswerInfo.Problem(404, "No such payment."),
            Busy,
        ]);

    public static OperationInfo Webhook { get; } = new(
        "Payments",
        "receiveWebhook",
        "Receive a webhook of the gateway",
        "Signed instead of keyed: Webhook-Id, Webhook-Timestamp and Webhook-Signature as in Standard Webhooks, with "
        + "PAYMENT_WEBHOOK_SECRET. The body is only a hint; the gateway is asked.",
        null,
        null,
        [
            new(200, "Received: also a repeat, and a type that means nothing here.", typeof(void), null),
            AnswerInfo.Problem(401, "Not signed with the secret, or stale."),
            Busy,
        ]);

    public static OperationInfo Settlement { get; } = new(
        "Payments",
        "readSettlement",
        "Read a day's settlement",
        "The payments and refunds whose outcome was saved on that day, in Payments:TimeZone: JSON lines, or CSV by "
        + "Accept. Streamed; an answer that breaks off is incomplete.",
        null,
        null,
        [
            new(200, "One line per payment or refund.", typeof(SettlementAnswer), SettlementExample)
            {
                MediaTypes = [SettlementFormats.JsonLines, SettlementFormats.Csv],
            },
            AnswerInfo.Problem(400, "Not a date."),
            AnswerInfo.Problem(406, "Neither application/x-ndjson nor text/csv."),
            Busy,
        ]);

    public static OperationInfo Refund { get; } = new(
        "Payments",
        "refundPayment",
        "Refund a payment",
        "Without an amount, all that is left; then the key may be left out. Two keys are two refunds.",
        new KeyInfo("Required with an amount."),
        """{"amount":5000,"reason":"one item returned"}""",
        [
            new(200, "The payment with this refund.", typeof(RefundAnswer), RefundExample),
            new(202, "The outcome is not known yet; the amount stays reserved.", typeof(RefundAnswer), null),
            AnswerInfo.Problem(400, "An amount without a key, or malformed JSON."),
            AnswerInfo.Problem(404, "No such payment."),
            AnswerInfo.Problem(409, "Not refundable now, or the gateway refused the refund."),
            AnswerInfo.Problem(422, "More than is left, a bad amount, or the key was used with another payload."),
            Busy,
        ]);
}
