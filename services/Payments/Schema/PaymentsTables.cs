using Leasehold.Payments.Gateway;
using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
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
