namespace Leasehold.Payments.States;

/// <summary>
/// Which state may follow which: the one table. Statements take their conditions from it, so that a state reached by
/// any other way touches no row.
/// </summary>
internal static class Transitions
{
    public static IReadOnlyList<(string From, string To)> OfOrders { get; } =
    [
        (OrderStates.Pending, OrderStates.PaymentProcessing),
        (OrderStates.PaymentFailed, OrderStates.PaymentProcessing),
        (OrderStates.PaymentProcessing, OrderStates.Paid),
        (OrderStates.PaymentProcessing, OrderStates.PaymentFailed),
        (OrderStates.Paid, OrderStates.PartiallyRefunded),
        (OrderStates.PartiallyRefunded, OrderStates.PartiallyRefunded),
        (OrderStates.Paid, OrderStates.Refunded),
        (OrderStates.PartiallyRefunded, OrderStates.Refunded),
        (OrderStates.Pending, OrderStates.Cancelled),
        (OrderStates.PaymentFailed, OrderStates.Cancelled),
    ];

    public static IReadOnlyList<(string From, string To)> OfPayments { get; } =
    [
        (PaymentStates.Pending, PaymentStates.Processing),
        (PaymentStates.Pending, PaymentStates.Cancelled),
        (PaymentStates.Processing, PaymentStates.Completed),
        (PaymentStates.Processing, PaymentStates.Failed),
        (PaymentStates.Completed, PaymentStates.RefundProcessing),
        (PaymentStates.PartiallyRefunded, PaymentStates.RefundProcessing),
        (PaymentStates.RefundProcessing, PaymentStates.RefundProcessing),
        (PaymentStates.RefundProcessing, PaymentStates.PartiallyRefunded),
        (PaymentStates.RefundProcessing, PaymentStates.Refunded),

        // Only when a refund was definitely refused and none before it succeeded: the state before.
        (PaymentStates.RefundProcessing, PaymentStates.Completed),
    ];

    public static IReadOnlyList<(string From, string To)> OfRefunds { get; } =
    [
        (RefundStates.Processing, RefundStates.Succeeded),
        (RefundStates.Processing, RefundStates.Failed),
    ];

    /// <summary>The states from which a state may be reached.</summary>
    public static string[] Into(this IEnumerable<(string From, string To)> table, params string[] states)
    {
        var sources = table
            .Where(t => states.Contains(t.To, StringComparer.Ordinal))
            .Select(static t => t.From)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return sources.Length > 0
            ? sources
            : throw new ArgumentException($"No state leads to {string.Join(", ", states)}.", nameof(states));
    }

    /// <summary>The same as the list of an SQL <c>IN</c>.</summary>
    public static string SqlInto(this IEnumerable<(string From, string To)> table, params string[] states)
        => string.Join(", ", table.Into(states).Select(static s => $"'{s}'"));
}
