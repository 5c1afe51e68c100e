using Leasehold.CrashLab.Tests.Gateways;
using Leasehold.CrashLab.Tests.Purchases;

namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>What must be true of the money whatever died when: the gateway's ledger against our books.</summary>
internal static class Invariants
{
    /// <summary>Those that always hold, also in the middle of things.</summary>
    public static IEnumerable<string> BrokenAlways(Books books, IReadOnlyList<LedgerCharge> ledger)
    {
        var payments = books.Payments.ToDictionary(static payment => payment.Id, StringComparer.Ordinal);
        var charges = ledger.Where(static charge => charge.TookMoney).ToList();
        foreach (var stray in charges.Where(charge => !payments.ContainsKey(charge.OperationId)))
        {
            yield return $"charge {stray.OperationId} is in the ledger, and no payment knows of it";
        }

        foreach (var order in charges.Where(charge => payments.ContainsKey(charge.OperationId))
            .GroupBy(charge => payments[charge.OperationId].OrderNumber, StringComparer.Ordinal)
            .Where(static order => order.Count() > 1))
        {
            yield return $"order {order.Key} was charged {order.Count()} times";
        }

        foreach (var charge in charges.Where(static charge => charge.Refunds.Sum() > charge.Amount))
        {
            yield return $"payment {charge.OperationId}: {charge.Refunds.Sum()} refunded of {charge.Amount}";
        }

        foreach (var payment in books.Payments.Where(static row => row.Refunded + row.Reserved > row.Amount))
        {
            yield return $"payment {payment.Id}: {payment.Refunded} refunded and {payment.Reserved} reserved "
                + $"of {payment.Amount}";
        }
    }

    /// <summary>Those that hold once everything accepted is over.</summary>
    public static IEnumerable<string> BrokenAtEnd(
        Books books, IReadOnlyList<LedgerCharge> ledger, IReadOnlyList<Purchase> purchases)
        => BrokenAlways(books, ledger)
            .Concat(books.Payments
                .Where(payment => !purchases.Any(one => one.IsHopeless && one.Number == payment.OrderNumber))
                .SelectMany(payment => BrokenOf(payment, books, ledger)))
            .Concat(books.Refunds.Where(static refund => refund.Status == "processing")
                .Select(static refund => $"refund {refund.Id} is still processing"))
            .Concat(purchases.SelectMany(purchase => BrokenOf(purchase, books)));

    private static IEnumerable<string> BrokenOf(PaymentRow payment, Books books, IReadOnlyList<LedgerCharge> ledger)
    {
        var name = $"payment {payment.Id} of {payment.OrderNumber}";
        if (payment.IsOpen || payment.Status == "refund_processing")
        {
            yield return $"{name} is still {payment.Status}";
            yield break;
        }

        var charge = ledger.FirstOrDefault(row => row.OperationId == payment.Id && row.TookMoney);
        if (payment.HasMoney != charge is not null)
        {
            yield return $"{name} is {payment.Status}, the ledger has {(charge is null ? "no" : "a")} charge of it";
        }

        if (charge is null)
        {
            yield break;
        }

        var succeeded = books.Refunds
            .Where(refund => refund.PaymentId == payment.Id && refund.Status == "succeeded")
            .Select(static refund => refund.Amount).Order().ToList();
        if (charge.Amount != payment.Amount
            || payment.Refunded != charge.Refunds.Sum()
            || payment.Reserved != 0
            || !succeeded.SequenceEqual(charge.Refunds.Order()))
        {
            yield return $"{name}: {payment.Amount} captured, {payment.Refunded} refunded as "
                + $"[{string.Join(", ", succeeded)}], {payment.Reserved} reserved; in the ledger {charge.Amount} and "
                + $"[{string.Join(", ", charge.Refunds)}]";
        }
    }

    private static IEnumerable<string> BrokenOf(Purchase purchase, Books books)
    {
        foreach (var surprise in purchase.Surprises)
        {
            yield return surprise;
        }

        var status = books.Orders.FirstOrDefault(order => order.Number == purchase.Number)?.Status ?? "missing";
        if (status != purchase.ExpectedStatus)
        {
            yield return $"order {purchase.Number} is {status} in the end, not {purchase.ExpectedStatus}";
        }
    }
}
