using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Look-ups of the refund tests.</summary>
internal static class RefundQueries
{
    /// <summary>The operation id of a payment's only refund.</summary>
    public static Task<string> OnlyRefundOfAsync(this DataConnection db, string paymentKey)
        => (from refund in db.GetTable<RefundRow>()
            join payment in db.GetTable<Payment>() on refund.PaymentId equals payment.Id
            where payment.IdempotencyKey == paymentKey
            select refund.Id).SingleAsync();
}
