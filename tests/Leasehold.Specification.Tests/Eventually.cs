using System.Diagnostics;

namespace Leasehold.Specification.Tests;

/// <summary>Asks again, for what the server or the pool does without telling anyone.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? bound = null)
        => TrueAsync(() => Task.FromResult(condition()), what, bound);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? bound = null)
    {
        var limit = bound ?? TimeSpan.FromSeconds(10);
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"After {limit} still not so: {what}.");
            await Task.Delay(Interval);
        }
    }

    public static async Task EqualAsync<T>(T expected, Func<Task<T>> actual, TimeSpan? bound = null)
    {
        var limit = bound ?? TimeSpan.FromSeconds(10);
        var started = Stopwatch.GetTimestamp();
        var seen = await actual();
        while (!EqualityComparer<T>.Default.Equals(expected, seen))
        {
            if (Stopwatch.GetElapsedTime(started) >= limit)
            {
                Assert.Equal(expected, seen);
            }

            await Task.Delay(Interval);
            seen = await actual();
        }
    }
}
