using Leasehold.Payments.Gateway;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using LinqToDB.Data;

namespace Leasehold.Payments.Payments.Process;

/// <summary>What stages 1 and 3 write: one round trip each.</summary>
/// <remarks>
/// Handwritten, so that statements that belong together travel together; portable SQL, the same on the three
/// databases. Every transaction touches the order's row first: two of them wait for each other, they cannot deadlock.
/// </remarks>
internal static class ProcessStatements
{
    /// <summary>
    /// Rows that <see cref="BeginAsync"/> and <see cref="SettleAsync"/> change when they do what they are for.
    /// </summary>
    public const int AllRows = 3;

    private const string Fence = $"id = @id AND status = '{PaymentStates.Processing}'";

    // The order's row decides who may pay: of any number of requests one finds it payable. The key is looked for in
    // the same statement, so that a repeat changes nothing; where two arrive at once, the unique indexes decide.
    public static readonly string Begin =
        $"""
        UPDATE orders
           SET status = '{OrderStates.PaymentProcessing}', live_operation = @id, updated_us = @now
         WHERE tenant = @tenant AND order_number = @order_number
           AND amount_minor = @amount AND currency = @currency
           AND status IN ({Transitions.OfOrders.SqlInto(OrderStates.PaymentProcessing)})
           AND NOT EXISTS (SELECT 1 FROM payments WHERE tenant = @tenant AND idempotency_key = @key);
        INSERT INTO payments (id, tenant, idempotency_key, fingerprint, order_id, order_number, live_order_id,
               amount_minor, currency, status, refunded_minor, refund_reserved_minor, created_us, updated_us)
        SELECT @id, @tenant, @key, @fingerprint, id, order_number, id,
               amount_minor, currency, '{PaymentStates.Processing}', 0, 0, @now, @now
          FROM orders
         WHERE tenant = @tenant AND order_number = @order_number AND live_operation = @id;
        INSERT INTO gateway_log ({GatewayLog.Columns})
        SELECT @tenant, @id, '{GatewayCall.Charge}', 'request', NULL, NULL, @body, NULL, @now
          FROM payments
         WHERE id = @id
        """;

    public static readonly string Complete = Settle(
        OrderStates.Paid, PaymentStates.Completed, "transaction_id = @transaction_id, reason = NULL");

    // The order is free again for another attempt.
    private static readonly string Fail = Settle(
        OrderStates.PaymentFailed,
        PaymentStates.Failed,
        "reason = @reason, gateway_message = @message, live_order_id = NULL");

    private static readonly string KeepOpen =
        $"""
        UPDATE payments
           SET reason = @reason, transaction_id = COALESCE(@transaction_id, transaction_id), updated_us = @now
         WHERE {Fence};
        {GatewayLog.InsertAnswer}
        """;

    public static Task<int> BeginAsync(DataConnection db, ChargeAttempt attempt, CancellationToken cancellationToken)
    {
        var intent = attempt.Intent;
        return db.ExecuteAsync(
            Begin,
            cancellationToken,
            Parameters.Text("id", attempt.OperationId),
            Parameters.Text("tenant", intent.Tenant),
            Parameters.Text("key", intent.Key),
            Parameters.Text("fingerprint", intent.Fingerprint),
            Parameters.Text("order_number", intent.OrderNumber),
            Parameters.Number("amount", intent.Amount.Minor),
            Parameters.Text("currency", intent.Amount.Currency),
            Parameters.Text("body", GatewayClient.ChargeText(attempt.OperationId, intent.Amount)),
            Parameters.Number("now", attempt.StartedUs));
    }

    /// <summary>
    /// Settles as the outcome says: paid, free for another attempt, or open with the reason why it is not known.
    /// <see cref="AllRows"/> (2 where it stays open) when the payment was still open; 1, the log's, when it was not.
    /// </summary>
    public static Task<int> SettleAsync(
        DataConnection db,
        PaymentKey payment,
        CallOutcome<GatewayPayment> outcome,
        GatewayExchange exchange,
        long now,
        CancellationToken cancellationToken)
        => outcome.Kind switch
        {
            CallOutcomeKind.Succeeded => SettleAsync(
                db, Complete, payment, exchange, now, outcome.Reply.TransactionId, null, cancellationToken),
            CallOutcomeKind.Declined => SettleAsync(
                db, Fail, payment, exchange, now, null, outcome.Reason, cancellationToken),
            _ => SettleAsync(
                db, KeepOpen, payment, exchange, now, exchange.TransactionId, outcome.Reason, cancellationToken),
        };

    private static string Settle(string orderState, string paymentState, string assignments) =>
        $"""
        UPDATE orders
           SET status = '{orderState}', updated_us = @now
         WHERE tenant = @tenant AND order_number = @order_number AND live_operation = @id
           AND status IN ({Transitions.OfOrders.SqlInto(orderState)})
           AND EXISTS (SELECT 1 FROM payments WHERE {Fence});
        UPDATE payments
           SET status = '{paymentState}', {assignments}, completed_us = @now, updated_us = @now
         WHERE {Fence};
        {GatewayLog.InsertAnswer}
        """;

    private static Task<int> SettleAsync(
        DataConnection db,
        string statements,
        PaymentKey payment,
        GatewayExchange exchange,
        long now,
        string? transactionId,
        string? reason,
        CancellationToken cancellationToken)
        => db.ExecuteAsync(
            statements,
            cancellationToken,
            [
                .. GatewayLog.AnswerParameters(payment.Tenant, payment.OperationId, exchange, now),
                Parameters.Text("order_number", payment.OrderNumber),
                Parameters.Text("transaction_id", transactionId),
                Parameters.Text("reason", reason),
                Parameters.Text("message", exchange.Message),
            ]);
}
