using System.Globalization;

namespace Leasehold.CrashLab.Tests.Purchases;

/// <summary>Many customers who pay at the same time.</summary>
internal sealed class Crowd
{
    private Crowd(IReadOnlyList<Purchase> all) => All = all;

    public IReadOnlyList<Purchase> All { get; }

    public bool IsDone => All.All(static purchase => purchase.IsDone);

    public static Crowd Of(int count, string prefix, decimal? refund = null)
        => new([
            .. Enumerable.Range(1, count).Select(number => new Purchase(
                string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D4}"), "tok_visa") { Refund = refund }),
        ]);

    /// <summary>Puts the orders on record, so that paying is all that is left.</summary>
    public Task OrderAsync(PaymentClient client)
        => Parallel.ForEachAsync(
            All,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (purchase, _) => Assert.True(await purchase.OrderAsync(client), purchase.Number));

    /// <summary>Each goes as far as answers let it, all at once.</summary>
    public Task DriveAsync(PaymentClient client)
        => Task.WhenAll(All.Where(static purchase => !purchase.IsDone).Select(purchase => purchase.DriveAsync(client)));

    /// <summary>Goes on until all is done.</summary>
    public Task<TimeSpan> FinishAsync(PaymentClient client, TimeSpan bound)
        => Pause.UntilAsync(
            async () =>
            {
                await DriveAsync(client);
                return IsDone;
            },
            "every customer has a final answer",
            bound);
}
