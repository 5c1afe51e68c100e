using System.Diagnostics;

namespace Leasehold.CrashLab.Tests;

/// <summary>Asks again, for what another process does without telling anyone.</summary>
internal static class Pause
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Between two looks at another process.</summary>
    public static Task BetweenLooksAsync() => Task.Delay(Interval);

    /// <summary>For as long as the test is about.</summary>
    public static Task OfAsync(TimeSpan length) => Task.Delay(length);

    /// <summary>Looks until it is so.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, string what, TimeSpan bound)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < bound, $"After {bound} still not so: {what}.");
            await BetweenLooksAsync();
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
