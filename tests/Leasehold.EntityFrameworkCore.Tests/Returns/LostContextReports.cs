using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Leasehold.EntityFrameworkCore.Tests.Returns;

/// <summary>Keeps what the pools say about leases that were lost.</summary>
public sealed class LostContextReports : ILoggerProvider, ILogger
{
    private const int LeaseLeaked = 1000;
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines, in order.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == LeaseLeaked)
        {
            _lines.Enqueue(formatter(state, exception));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
