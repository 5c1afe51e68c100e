using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leasehold;

/// <summary>Sees external calls made while the flow that makes them holds a connection.</summary>
/// <remarks>
/// Thread-safe; one per application, shared by its databases. HTTP calls of every HttpClient in the process are seen
/// by themselves; other calls are told by <see cref="Call"/>. Names host and method, never a path or a query.
/// </remarks>
public sealed class ExternalCallGuard
{
    private readonly AllowedTargets _allowed;
    private readonly GuardReports _reports;
    private readonly ILogger _logger;

    // Replaced as a whole, under the lock of its own writers; read without.
    private readonly Lock _watching = new();
    private LeaseCheck[] _checks = [];

    /// <summary>A guard; <c>AddLeasehold</c> makes the application's.</summary>
    /// <param name="options">Validated settings; by default mode Log.</param>
    /// <param name="loggerFactory">Logs; by default nothing is logged.</param>
    /// <param name="time">Time; by default the system's.</param>
    public ExternalCallGuard(
        GuardOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        options ??= new GuardOptions();
        Mode = options.Mode ?? GuardMode.Log;
        _allowed = new AllowedTargets(options.Allow);
        _reports = new GuardReports(options.ReportInterval, time ?? TimeProvider.System);
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Leasehold");
    }

    /// <summary>What it does.</summary>
    public GuardMode Mode { get; }

    /// <summary>What it saw, the newest first; at most 200 pairs of endpoint and target.</summary>
    public IReadOnlyList<GuardReport> Reports => _reports.Read();

    internal bool IsOn => Mode != GuardMode.Off;

    /// <summary>Tells of an external call that is not HTTP, until the result is disposed.</summary>
    /// <param name="target">What is called, e.g. <c>smtp</c>: a name, never a value.</param>
    /// <exception cref="ExternalCallException">In mode Throw, when the flow holds a connection.</exception>
    public IDisposable Call(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return Begin(CallTarget.Named(target));
    }

    internal IDisposable Begin(CallTarget target)
    {
        if (!IsOn || !Ambient.IsHolding)
        {
            return NoCall.Instance;
        }

        HeldCall.Check(target, isReported: false, mayThrow: true, only: this);
        return HeldCall.Begin(target) ?? (IDisposable)NoCall.Instance;
    }

    /// <summary>A flow calls out while it holds these connections.</summary>
    /// <returns>What to throw, when the call is to be stopped.</returns>
    internal ExternalCallException? OnCall(
        CallTarget target, Flow flow, IReadOnlyList<LeaseSlot> held, bool isReported, bool mayThrow)
    {
        if (!IsOn || _allowed.Contains(target))
        {
            return null;
        }

        var slot = held.MinBy(static slot => slot.TakenAtMs)!;
        var pool = slot.Pool;
        var holder = Ledger.Describe(slot, pool, pool.Clock) with
        {
            Activity = HolderActivity.ExternalCall,
            ExternalHost = target.Authority,
        };
        var endpoint = Attribution.NameOf(flow, slot.Origin);
        if (!isReported)
        {
            Report(target, endpoint, holder, pool);
        }

        return mayThrow && Mode == GuardMode.Throw
            ? new ExternalCallException(endpoint, target.ToString(), holder)
            : null;
    }

    internal void Add(LeaseCheck check)
    {
        lock (_watching)
        {
            Volatile.Write(ref _checks, [.. _checks, check]);
        }
    }

    internal void Remove(LeaseCheck check)
    {
        lock (_watching)
        {
            Volatile.Write(ref _checks, [.. _checks.Where(other => !ReferenceEquals(other, check))]);
        }
    }

    private void Report(CallTarget target, string endpoint, Holder holder, ConnectionPool pool)
    {
        var name = target.ToString();
        var (report, unlogged) = _reports.Add(endpoint, name, holder);
        pool.Metrics.GuardReported(pool);
        foreach (var check in Volatile.Read(ref _checks))
        {
            check.OnCall(report);
        }

        if (unlogged > 0)
        {
            Log.CalledWhileHolding(_logger, endpoint, name, pool.Name, holder, unlogged);
        }
    }

    private sealed class NoCall : IDisposable
    {
        public static NoCall Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
