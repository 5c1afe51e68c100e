using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>A logger whose sinks cannot break what they are told about.</summary>
/// <remarks>
/// Thread-safe. A sink that throws would otherwise cost a place, a session's repeat, or the saving of an outcome.
/// </remarks>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure)
        {
            Failed(failure);
        }
    }

    private static bool Failed(Exception exception)
    {
        Trace.TraceError($"Leasehold: a log sink failed: {exception.GetType().Name}.");
        return false;
    }
}
