using System.Diagnostics;

namespace Leasehold.Scenarios.Load;

/// <summary>The shapes of load: all at once, so many clients, so many per second.</summary>
internal static class PaymentLoad
{
    /// <summary>All at the same moment.</summary>
    public static async Task<LoadResult> BurstAsync(PaymentClient client, IReadOnlyList<string> orders)
    {
        var result = new LoadResult();
        var startedAt = Stopwatch.GetTimestamp();
        var paying = new Task[orders.Count];
        for (var i = 0; i < paying.Length; i++)
        {
            paying[i] = client.PayAsync(orders[i], startedAt, result);
        }

        await Task.WhenAll(paying);
        result.Elapsed = Stopwatch.GetElapsedTime(startedAt);
        return result;
    }

    /// <summary>A number of clients, each with one payment at a time, until all orders are paid.</summary>
    public static async Task<LoadResult> ClientsAsync(PaymentClient client, IReadOnlyList<string> orders, int clients)
    {
        var result = new LoadResult();
        var next = -1;
        var startedAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => WorkAsync()));
        result.Elapsed = Stopwatch.GetElapsedTime(startedAt);
        return result;

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < orders.Count)
            {
                await client.PayAsync(orders[i], Stopwatch.GetTimestamp(), result);
            }
        }
    }

    /// <summary>
    /// So many per second, whatever becomes of them. Latency counts from when a request was due, so that a generator
    /// that falls behind does not flatter the service.
    /// </summary>
    public static async Task<LoadResult> RateAsync(PaymentClient client, IReadOnlyList<string> orders, double perSecond)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var step = Stopwatch.Frequency / perSecond;
        var endsAt = startedAt + (long)(orders.Count * step);
        var result = new LoadResult { EndsAt = endsAt, Elapsed = Stopwatch.GetElapsedTime(startedAt, endsAt) };
        var paying = new List<Task>(orders.Count);
        for (var i = 0; i < orders.Count; i++)
        {
            var dueAt = startedAt + (long)(i * step);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), dueAt);
            if (early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early);
            }

            paying.Add(client.PayAsync(orders[i], dueAt, result));
        }

        await Task.WhenAll(paying);
        return result;
    }
}
