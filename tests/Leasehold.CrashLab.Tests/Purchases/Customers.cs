namespace Leasehold.CrashLab.Tests.Purchases;

/// <summary>A few customers, whose way the faults lie on.</summary>
internal sealed class Customers
{
    private readonly Purchase? _unanswered;

    private Customers(IReadOnlyList<Purchase> all, Purchase? unanswered = null)
    {
        All = all;
        _unanswered = unanswered;
    }

    public IReadOnlyList<Purchase> All { get; }

    public bool IsDone => All.All(static purchase => purchase.IsDone);

    /// <summary>Together they pass every point on the way of payments and refunds.</summary>
    public static Customers Usual(string prefix)
    {
        // The gateway charges it and never answers.
        var unanswered = new Purchase($"{prefix}unanswered", "tok_timeout");
        return new Customers(
            [
                unanswered,
                new Purchase($"{prefix}paid", "tok_visa"),
                new Purchase($"{prefix}declined", "tok_declined") { IsDeclined = true },
                new Purchase($"{prefix}refunded", "tok_visa") { Refund = Purchase.Amount },
                new Purchase($"{prefix}partial", "tok_visa") { Refund = 5_000 },
            ],
            unanswered);
    }

    /// <summary>One who pays.</summary>
    public static Customers One(string prefix) => new([new Purchase($"{prefix}paid", "tok_visa")]);

    /// <summary>One whose card the gateway fails over, before anything is charged.</summary>
    public static Customers Hopeless(string prefix)
        => new([new Purchase($"{prefix}hopeless", "tok_error_before") { IsHopeless = true }]);

    /// <summary>Each once, one after the other, so that points come in much the same order every time.</summary>
    public async Task DriveInTurnAsync(PaymentClient client)
    {
        var unanswered = _unanswered?.DriveAsync(client) ?? Task.CompletedTask;
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
