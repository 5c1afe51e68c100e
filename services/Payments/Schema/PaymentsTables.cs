using Leasehold.Payments.Gateway;
using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Payments.Schema;

/// <summary>The look-ups, compiled once. Each names the tenant: another tenant's row is not there.</summary>
internal static class PaymentsTables
{
    /// <summary>The tables that statements name.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "orders", "payments", "refunds", "gateway_log", "reviews", "webhooks", "reconciliations",
        "leasehold_operations",
    ];

    /// <summary>Asked by /health: fails when any of the tables is missing.</summary>
    public const string ProbeSql = 
        "SELECT 1 FROM orders, payments, refunds, gateway_log, reviews, webhooks, reconciliations, "
        + "leasehold_operations WHERE 1 = 0";

    private static readonly Func<DataConnection, string, string, CancellationToken, Task<Order?>> OrderByNumber =
        CompiledQuery.Compile((DataConnection db, string tenant, string number, CancellationToken token) =>
            db.GetTable<Order>()
                .Where(o => o.Tenant == tenant && o.OrderNumber == number)
                .FirstOrDefaultAsync(token));

    private static readonly Func<DataConnection, string, string, CancellationToken, Task<Payment?>> PaymentByKey =
        CompiledQuery.Compile((DataConnection db, string tenant, string key, CancellationToken token) =>
            db.GetTable<Payment>()
                .Where(p => p.Tenant == tenant && p.IdempotencyKey == key)
                .FirstOrDefaultAsync(token));

    private static readonly Func<DataConnection, string, CancellationToken, Task<Payment?>> PaymentById =
        CompiledQuery.Compile((DataConnection db, string id, CancellationToken token) =>
            db.GetTable<Payment>().Where(p => p.Id == id).FirstOrDefaultAsync(token));

    private static readonly Func<DataConnection, string, string, CancellationToken, Task<RefundRow?>> RefundByKey =
        CompiledQuery.Compile((DataConnection db, string paymentId, string key, CancellationToken token) =>
            db.GetTable<RefundRow>()
                .Where(r => r.PaymentId == paymentId && r.IdempotencyKey == key)
                .FirstOrDefaultAsync(token));

    private static readonly Func<DataConnection, string, CancellationToken, Task<RefundRow?>> RefundById =
        CompiledQuery.Compile((DataConnection db, string id, CancellationToken token) =>
            db.GetTable<RefundRow>().Where(r => r.Id == id).FirstOrDefaultAsync(token));

    /// <summary>A payment by tenant and key, as far as an answer shows it.</summary>
    public static RowQuery<Payment> ShownPayment { get; } = new(
        """
        SELECT idempotency_key, order_number, amount_minor, currency, status, gateway_message, transaction_id,
               refunded_minor
          FROM payments WHERE tenant = @tenant AND idempotency_key = @key
        """,
        ["tenant", "key"],
        static row => new Payment
        {
            IdempotencyKey = row.GetString(0),
            OrderNumber = row.GetString(1),
            AmountMinor = row.GetInt64(2),
            Currency = row.GetString(3),
            Status = row.GetString(4),
            GatewayMessage = row.IsDBNull(5) ? null : row.GetString(5),
            TransactionId = row.IsDBNull(6) ? null : row.GetString(6),
            RefundedMinor = row.GetInt64(7),
        });

    /// <summary>An order by tenant and number, as far as an answer shows it.</summary>
    public static RowQuery<Order> ShownOrder { get; } = new(
        """
        SELECT order_number, customer_id, amount_minor, currency, status, created_us, updated_us
          FROM orders WHERE tenant = @tenant AND order_number = @number
        """,
        ["tenant", "number"],
        static row => new Order
        {
            OrderNumber = row.GetString(0),
            CustomerId = row.GetString(1),
            AmountMinor = row.GetInt64(2),
            Currency = row.GetString(3),
            Status = row.GetString(4),
            CreatedUs = row.GetInt64(5),
            UpdatedUs = row.GetInt64(6),
        });

    public static Task<Order?> FindOrderAsync(
        this DataConnection db, string tenant, string number, CancellationToken cancellationToken)
        => OrderByNumber(db, tenant, number, cancellationToken);

    public static Task<Payment?> FindPaymentAsync(
        this DataConnection db, string tenant, string key, CancellationToken cancellationToken)
        => PaymentByKey(db, tenant, key, cancellationToken);

    public static Task<Payment?> FindPaymentAsync(
        this DataConnection db, string id, CancellationToken cancellationToken)
        => PaymentById(db, id, cancellationToken);

    public static Task<RefundRow?> FindRefundAsync(
        this DataConnection db, string paymentId, string key, CancellationToken cancellationToken)
        => RefundByKey(db, paymentId, key, cancellationToken);

    public static Task<RefundRow?> FindRefundAsync(
        this DataConnection db, string id, CancellationToken cancellationToken)
        => RefundById(db, id, cancellationToken);
}
