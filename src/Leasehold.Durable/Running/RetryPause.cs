namespace Leasehold.Durable;

/// <summary>The pause after an attempt: doubled each time, and spread so that a crowd does not return as one.</summary>
internal static class RetryPause
{
    // Far above the longest pause allowed, and far below what a double cannot hold.
    private const int MostDoublings = 40;

    public static TimeSpan After(int attempt, DurableOperationOptions options)
    {
        var doubled = options.FirstPause * Math.Pow(2, Math.Clamp(attempt - 1, 0, MostDoublings));
        var pause = doubled < options.LongestPause ? doubled : options.LongestPause;
        return pause * (0.75 + (Random.Shared.NextDouble() / 2));
    }
}
