namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>
/// Which states may ever be seen after which, with any number in between unseen. Written down a second time on
/// purpose: the service's own table is what is being tested.
/// </summary>
internal static class StateOrder
{
    private static readonly string[] Money = ["completed", "refund_processing", "partially_refunded", "refunded"];

    private static readonly Dictionary<string, string[]> Payments = new(StringComparer.Ordinal)
    {
        ["pending"] = ["processing", "failed", "cancelled", .. Money],
        ["processing"] = ["failed", .. Money],
        ["completed"] = ["refund_processing", "partially_refunded", "refunded"],
        ["refund_processing"] = ["completed", "partially_refunded", "refunded"],
        ["partially_refunded"] = ["refund_processing", "refunded"],
    };

    private static readonly Dictionary<string, string[]> Orders = new(StringComparer.Ordinal)
    {
        ["pending"] = ["payment_processing", "payment_failed", "paid", "partially_refunded", "refunded", "cancelled"],
        ["payment_processing"] = ["payment_failed", "paid", "partially_refunded", "refunded", "cancelled"],
        ["payment_failed"] = ["payment_processing", "paid", "partially_refunded", "refunded", "cancelled"],
        ["paid"] = ["partially_refunded", "refunded"],
        ["partially_refunded"] = ["refunded"],
    };

    private static readonly Dictionary<string, string[]> Refunds = new(StringComparer.Ordinal)
    {
        ["processing"] = ["succeeded", "failed"],
    };

    public static bool IsPaymentLegal(string before, string after) => IsLegal(Payments, before, after);

    public static bool IsOrderLegal(string before, string after) => IsLegal(Orders, before, after);

    public static bool IsRefundLegal(string before, string after) => IsLegal(Refunds, before, after);

    private static bool IsLegal(Dictionary<string, string[]> table, string before, string after)
        => before == after
            || (table.TryGetValue(before, out var next) && next.Contains(after, StringComparer.Ordinal));
}
