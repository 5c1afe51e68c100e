using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>When an application's pools were last cleared: read from its log, and told by those who clear.</summary>
/// <remarks>
/// Until the old connections are closed, new ones may stand beside them (documented with the drivers' Clear).
/// </remarks>
internal sealed class Clearings : ILoggerProvider, ILogger
{
    private const int Leaked = 1000;
    private const int Invalidated = 1004;
    private const int WatchFailed = 1009;
    private const int ReturnFailed = 1015;

    private long _last = long.MinValue / 2;
    private int _watchFailures;

    public bool IsRecent => Environment.TickCount64 - Interlocked.Read(ref _last)
        < SoakPlan.ClearingMargin.TotalMilliseconds;

    public int WatchFailures => Volatile.Read(ref _watchFailures);

    /// <summary>Why connections were not used again, and how often.</summary>
    public ConcurrentDictionary<string, int> FailedReturns { get; } = new(StringComparer.Ordinal);

    public void Note() => Interlocked.Exchange(ref _last, Environment.TickCount64);

    public ILogger CreateLogger(string categoryName)
        => categoryName == "Leasehold" ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        switch (eventId.Id)
        {
            case Leaked or Invalidated:
                Note();
                break;
            case ReturnFailed:
                FailedReturns.AddOrUpdate(ErrorLog.Brief(exception!), 1, static (_, count) => count + 1);
                break;
            case WatchFailed:
                Interlocked.Increment(ref _watchFailures);
                break;
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
