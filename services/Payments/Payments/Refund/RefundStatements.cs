using Leasehold.Payments.Gateway;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>What the stages of a refund write.</summary>
/// <remarks>
/// As in paying, the order's row comes first in each transaction. States stand before the sums they are worked out
/// from: MariaDB assigns from left to right and would see the new sums.
/// </remarks>
internal static class RefundStatements
{
    /// <summary>The rows of a settled refund: order locked, payment, order, refund.</summary>
    public const int SettledRows = 4;

    /// <summary>The rows of a refund that was refused: order locked, payment, refund.</summary>
    public const int ReleasedRows = 3;

    /// <summary>The rows of a refund that was settled before: order locked.</summary>
    public const int UnchangedRows = 1;

    private const string Fence = $"id = @id AND status = '{RefundStates.Processing}'";

    private const string IsOurs = $"EXISTS (SELECT 1 FROM refunds WHERE {Fence})";

    private const string LockOrder = "UPDATE orders SET updated_us = @now WHERE id = @order_id";

    // One statement looks and takes: whatever runs beside it, never more is reserved than was captured.
    private static readonly string Reserve =
        $"""
        UPDATE payments
           SET status = '{PaymentStates.RefundProcessing}',
               refund_reserved_minor = refund_reserved_minor + @amount, updated_us = @now
         WHERE id = @payment_id
           AND status IN ({Transitions.OfPayments.SqlInto(PaymentStates.RefundProcessing)})
           AND amount_minor - refunded_minor - refund_reserved_minor >= @amount
        """;

    private static readonly string Succeed =
        $"""
        {LockOrder};
        UPDATE payments
           SET status = CASE WHEN refunded_minor + @amount >= amount_minor THEN '{PaymentStates.Refunded}'
                             WHEN refund_reserved_minor > @amount THEN '{PaymentStates.RefundProcessing}'
                             ELSE '{PaymentStates.PartiallyRefunded}' END,
               refunded_minor = refunded_minor + @amount,
               refund_reserved_minor = refund_reserved_minor - @amount, updated_us = @now
         WHERE id = @payment_id AND status = '{PaymentStates.RefundProcessing}' AND {IsOurs};
        UPDATE orders
           SET status = CASE WHEN (SELECT status FROM payments WHERE id = @payment_id) = '{PaymentStates.Refunded}'
                             THEN '{OrderStates.Refunded}' ELSE '{OrderStates.PartiallyRefunded}' END
         WHERE id = @order_id AND {IsOurs}
           AND status IN ({Transitions.OfOrders.SqlInto(OrderStates.Refunded, OrderStates.PartiallyRefunded)});
        UPDATE refunds
           SET payment_status = (SELECT status FROM payments WHERE id = @payment_id),
               refunded_minor = (SELECT refunded_minor FROM payments WHERE id = @payment_id),
               status = '{RefundStates.Succeeded}', reason = @reason, gateway_refund_id = @gateway_refund_id,
               completed_us = @now, updated_us = @now
         WHERE {Fence}
        """;

    // Definitely refused: the money is free again, and the payment goes back to the state before.
    private static readonly string Release =
        $"""
        {LockOrder};
        UPDATE payments
           SET status = CASE WHEN refund_reserved_minor > @amount THEN '{PaymentStates.RefundProcessing}'
                             WHEN refunded_minor > 0 THEN '{PaymentStates.PartiallyRefunded}'
                             ELSE '{PaymentStates.Completed}' END,
               refund_reserved_minor = refund_reserved_minor - @amount, updated_us = @now
         WHERE id = @payment_id AND status = '{PaymentStates.RefundProcessing}' AND {IsOurs};
        UPDATE refunds
           SET status = '{RefundStates.Failed}', reason = @reason, gateway_message = @message,
               completed_us = @now, updated_us = @now
         WHERE {Fence}
        """;

    private const string KeepOpen = $"UPDATE refunds SET reason = @reason, updated_us = @now WHERE {Fence}";

    /// <summary>Reserves the amount, if so much is free, and puts the refund on record; false when it is not.</summary>
    public static async Task<bool> TryReserveAsync(
        DataConnection db, RefundRow refund, RefundArgs args, CancellationToken cancellationToken)
    {
        var reserved = await db.ExecuteAsync(
            Reserve,
            cancellationToken,
            Parameters.Text("payment_id", refund.PaymentId),
            Parameters.Number("amount", refund.AmountMinor),
            Parameters.Number("now", refund.CreatedUs));
        if (reserved == 0)
        {
            return false;
        }

        await db.InsertAsync(refund, token: cancellationToken);
        await GatewayLog.AddRequestAsync(
            db,
            refund.Tenant,
            refund.Id,
            GatewayCall.Refund,
            GatewayClient.RefundText(args.ToBody()),
            refund.CreatedUs,
            cancellationToken);
        return true;
    }

    public static Task<int> SucceedAsync(
        DataConnection db,
        string id,
        RefundArgs args,
        GatewayRefund reply,
        long now,
        CancellationToken cancellationToken)
        => db.ExecuteAsync(
            Succeed,
            cancellationToken,
            [.. Settled(id, args, now, reply.RefundId is null ? reply.Message : null),
                Parameters.Text("gateway_refund_id", reply.RefundId)]);

    public static Task<int> ReleaseAsync(
        DataConnection db, string id, RefundArgs args, string reason, long now, CancellationToken cancellationToken)
        => db.ExecuteAsync(
            Release,
            cancellationToken,
            [.. Settled(id, args, now, reason), Parameters.Text("message", args.Message)]);

    public static Task<int> KeepOpenAsync(
        DataConnection db, string id, RefundArgs args, string reason, long now, CancellationToken cancellationToken)
        => db.ExecuteAsync(KeepOpen, cancellationToken, Settled(id, args, now, reason));

    private static DataParameter[] Settled(string id, RefundArgs args, long now, string? reason)
        =>
        [
            Parameters.Text("id", id),
            Parameters.Text("payment_id", args.PaymentId),
            Parameters.Text("order_id", args.OrderId),
            Parameters.Number("amount", args.AmountMinor),
            Parameters.Text("reason", reason),
            Parameters.Number("now", now),
        ];
}
