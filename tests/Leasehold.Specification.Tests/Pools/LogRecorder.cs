using System.Collections.Concurrent;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.Logging;

namespace Leasehold.Specification.Tests.Pools;

/// <summary>Keeps what the pools log.</summary>
public sealed class LogRecorder : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Message)> _lines = new();

    /// <summary>Makes it a bad sink: after it has kept a line of such an event, it throws.</summary>
    public Predicate<int>? Throws { get; set; }

    /// <summary>The messages of one event, in order.</summary>
    public IReadOnlyList<string> Of(int eventId)
        => [.. _lines.Where(line => line.Id == eventId).Select(static line => line.Message)];

    /// <summary>The first message of one event, once there is one.</summary>
    public async Task<string> FirstAsync(int eventId)
    {
        await Eventually.TrueAsync(() => Of(eventId).Count > 0, $"event {eventId} is logged");
        return Of(eventId)[0];
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

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
        _lines.Enqueue((eventId.Id, formatter(state, exception)));
        if (Throws?.Invoke(eventId.Id) == true)
        {
            throw new ForeignCodeException();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
