namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>Sees every state the rows go through, as far as it looks often enough, and any that goes back.</summary>
internal sealed class StateWatch
{
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _regressions = [];

    public IReadOnlyList<string> Regressions => _regressions;

    public void See(Books books)
    {
        foreach (var order in books.Orders)
        {
            See($"order {order.Number}", order.Status, StateOrder.IsOrderLegal);
        }

        foreach (var payment in books.Payments)
        {
            See($"payment {payment.Id} of {payment.OrderNumber}", payment.Status, StateOrder.IsPaymentLegal);
        }

        foreach (var refund in books.Refunds)
        {
            See($"refund {refund.Id}", refund.Status, StateOrder.IsRefundLegal);
        }
    }

    private void See(string what, string state, Func<string, string, bool> isLegal)
    {
        if (_seen.TryGetValue(what, out var before) && !isLegal(before, state))
        {
            _regressions.Add($"{what} went from {before} to {state}");
        }

        _seen[what] = state;
    }
}
