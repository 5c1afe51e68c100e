using Leasehold.Flows;
using Leasehold.Leases;
using Leasehold.Sight;
using Leasehold.Sight.Attributions;
using Leasehold.Sight.ExternalCalls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leasehold;

/// <summary>Sees external calls made while the flow that makes them holds a connection.</summary>
/// <remarks>
/// Thread-safe; one per application, shared by its databases. HTTP calls of every HttpClient in the process are seen
/// by themselves; other calls by the activity sources of their clients (<see cref="GuardOptions.ActivitySources"/>), or
/// told by <see cref="Call"/>. Names host and method, never a path or a query. Not seen are exporters of OpenTelemetry.
/// </remarks>
public sealed class ExternalCallGuard
{
    private const string HowToMend = "Return the connection first, and save the answer in a new session.";

    private const string NotStopped
        = "The call is not stopped, since another branch of the same flow may hold the connection. If it is this one, "
        + "return the connection first, and save the answer in a new session.";

    private readonly GuardReports _reports;
    private readonly ILogger _logger;
    private volatile AllowedTargets _allowed;
    private volatile GuardMode _mode;
    private readonly string[] _sources;

    // Guards the two below, and changes of the settings.
    private readonly Lock _watching = new();
    private OutboundActivities? _activities;
    private int _pools;

    /// <summary>A guard; <c>AddLeasehold</c> makes the application's.</summary>
    /// <param name="options">Validated settings; by default mode Log.</param>
    /// <param name="loggerFactory">Logs; by default nothing is logged.</param>
    /// <param name="time">Time; by default the system's.</param>
    public ExternalCallGuard(
        GuardOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        options ??= new GuardOptions();
        _mode = options.Mode ?? GuardMode.Log;
        _allowed = new AllowedTargets(options.Allow);
        _sources = [.. options.ActivitySources];
        _reports = new GuardReports(options.ReportInterval, time ?? TimeProvider.System);
        _logger = new QuietLogger((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Leasehold"));
    }

    /// <summary>What it does.</summary>
    public GuardMode Mode => _mode;

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
        if (!IsOn || !HeldCall.IsOfInterest)
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

        var mine = held.Where(static slot => slot.Branch.Holder is { } holder && Ambient.IsBelow(holder)).ToList();
        var stops = Mode == GuardMode.Throw && mine.Count > 0 && Flow.Current is not { IsProbe: true };
        var slot = (mine.Count > 0 ? mine : held).MinBy(static slot => slot.TakenAtMs)!;
        var holder = Ledger.Describe(slot) with
        {
            Activity = HolderActivity.ExternalCall,
            ExternalHost = target.Authority,
        };
        var endpoint = UsageTable.NameOf(flow, slot.Origin);
        if (!isReported)
        {
            Report(target, endpoint, holder, slot.Pool, mayBeOthers: Mode == GuardMode.Throw && mine.Count == 0);
        }

        return mayThrow && stops
            ? new ExternalCallException(endpoint, target.ToString(), holder)
            : null;
    }

    /// <summary>The pools of one more database are in use.</summary>
    internal void PoolsStarted()
    {
        lock (_watching)
        {
            _pools++;
            ListenIfWanted();
        }
    }

    /// <summary>They are no longer.</summary>
    internal void PoolsStopped()
    {
        lock (_watching)
        {
            _pools--;
            ListenIfWanted();
        }
    }

    /// <summary>Changes all of its settings but the activity sources; validated.</summary>
    internal void Apply(GuardOptions options)
    {
        lock (_watching)
        {
            _allowed = new AllowedTargets(options.Allow);
            _reports.LogInterval = options.ReportInterval;
            _mode = options.Mode ?? GuardMode.Log;
            ListenIfWanted();
        }
    }

    // Under the lock.
    private void ListenIfWanted()
    {
        if (_pools > 0 && IsOn && _sources.Length > 0)
        {
            _activities ??= OutboundActivities.Listen(this, _sources);
        }
        else
        {
            _activities?.Dispose();
            _activities = null;
        }
    }

    private void Report(CallTarget target, string endpoint, Holder holder, PoolCore pool, bool mayBeOthers)
    {
        var name = target.ToString();
        var unlogged = _reports.Add(endpoint, name, holder);
        PoolObserver.Of(pool).GuardReported();

        if (unlogged > 0)
        {
            Log.CalledWhileHolding(
                _logger, endpoint, name, pool.Name, holder, unlogged, mayBeOthers ? NotStopped : HowToMend);
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
