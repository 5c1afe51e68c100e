namespace Leasehold.CrashLab.Tests.Purchases;

/// <summary>A few customers: together they pass every point on the way of payments and refunds.</summary>
internal sealed class Customers
{
    private readonly Purchase _unanswered;

    private Customers(string prefix)
    {
        // The gateway charges it and never answers.
        _unanswered = new Purchase($"{prefix}unanswered", "tok_timeout");
        All =
        [
            _unanswered,
            new Purchase($"{prefix}paid", "tok_visa"),
            new Purchase($"{prefix}declined", "tok_declined") { IsDeclined = true },
            new Purchase($"{prefix}refunded", "tok_visa") { Refund = Purchase.Amount },
            new Purchase($"{prefix}partial", "tok_visa") { Refund = 5_000 },
        ];
    }

    public IReadOnlyList<Purchase> All { get; }

    public bool IsDone => All.All(static purchase => purchase.IsDone);

    public static Customers Of(string prefix) => new(prefix);

    /// <summary>Each once, one after the other, so that points come in much the same order every time.</summary>
    public async Task DriveInTurnAsync(PaymentClient client)
    {
        var unanswered = _unanswered.DriveAsync(client);
        foreach (var purchase in All.Where(purchase => purchase != _unanswered))
        {
            await purchase.DriveAsync(client);
        }

        await unanswered;
    }

    /// <summary>All that are not over, together.</summary>
    public Task DriveAsync(PaymentClient client)
        => Task.WhenAll(All.Where(static purchase => !purchase.IsDone).Select(purchase => purchase.DriveAsync(client)));
}
