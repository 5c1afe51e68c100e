using Leasehold.Flows;

namespace Leasehold;

/// <summary>The logical flow of one request or job: what its leases are named by.</summary>
/// <remarks>
/// Thread-safe. A mutable holder kept in an <see cref="AsyncLocal{T}"/>: installed early (by the middleware or by
/// <see cref="Begin"/>), it is seen by everything awaited below. Once ended it is no longer <see cref="Current"/>,
/// so that work left running after the request is not counted to it.
/// </remarks>
public sealed class Flow : IDisposable
{
    private readonly Ambient? _outer;
    private int _onlyPlace;
    private int _morePlaces;
    private int _isClaimed;
    private volatile bool _hasEnded;
    private IFlowActivity? _activity;

    private Flow(string name, Workload workload, string? traceId, Ambient? outer, bool isProbe)
    {
        Name = name;
        Workload = workload;
        TraceId = traceId;
        _outer = outer;
        IsProbe = isProbe;
    }

    /// <summary>The flow of the caller, if one is installed and has not ended.</summary>
    public static Flow? Current => Ambient.Current?.LiveFlow;

    /// <summary>The endpoint (<c>POST /payments</c>) or the job.</summary>
    public string Name { get; }

    /// <summary>The workload it leases from unless it names another.</summary>
    public Workload Workload { get; }

    /// <summary>The trace it belongs to, if there is one.</summary>
    public string? TraceId { get; }

    /// <summary>Leases it holds now.</summary>
    public int HeldLeases => (Volatile.Read(ref _onlyPlace) == 0 ? 0 : 1) + Volatile.Read(ref _morePlaces);

    /// <summary>
    /// The target of the outbound call it waits for now while it holds a lease; null when it waits for none.
    /// </summary>
    public string? ExternalCall => Activity?.ExternalCall;

    /// <summary>
    /// Installs a flow for what the caller goes on to await; dispose it when the request or job ends.
    /// </summary>
    /// <param name="name">The endpoint or job; a template, never a path with values in it.</param>
    /// <param name="workload">The workload it leases from.</param>
    /// <param name="traceId">The trace; by default the current activity's.</param>
    /// <remarks>
    /// Call it in the method that awaits the work: an AsyncLocal set inside a callee is lost to its caller.
    /// </remarks>
    public static Flow Begin(string name, Workload workload, string? traceId = null)
        => Install(name, workload, traceId, isProbe: false);

    /// <summary>
    /// Installs a flow for a health probe: calls made in it are reported like any other, and never stopped.
    /// </summary>
    /// <inheritdoc cref="Begin"/>
    public static Flow BeginProbe(string name, Workload workload)
        => Install(name, workload, traceId: null, isProbe: true);

    /// <summary>
    /// Makes it current again for what the caller goes on to await: for work that is asked for piece by piece, as the
    /// items of a stream are.
    /// </summary>
    /// <remarks>Like <see cref="Begin"/>, for the method that awaits the piece.</remarks>
    public void Resume() => Ambient.Current = new Ambient(this, Ambient.Current?.Call, Ambient.Current?.Holder);

    /// <summary>Ends the flow; the one around it is current again.</summary>
    public void Dispose()
    {
        _hasEnded = true;
        if (ReferenceEquals(Ambient.Current?.Flow, this))
        {
            Ambient.Current = _outer;
        }
    }

    internal bool HasEnded => _hasEnded;

    /// <summary>Whether it is a health probe's.</summary>
    internal bool IsProbe { get; }

    /// <summary>Whether it was installed by a lease outside any flow, and so has no name.</summary>
    internal bool IsUnnamed => Name.Length == 0;

    internal Flow? OuterHolder => _outer?.Holder;

    /// <summary>What it is doing besides holding leases; null as long as no one looked.</summary>
    internal IFlowActivity? Activity => Volatile.Read(ref _activity);

    internal static Flow WithoutName(Workload workload, Flow? outerHolder)
        => new("", workload, null, outerHolder is null ? null : new Ambient(null, null, outerHolder), isProbe: false);

    /// <summary>Takes it for one lease; false when it has, or had, one.</summary>
    internal bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;

    /// <summary>A lease is open in a place.</summary>
    /// <param name="place">Tells the place from all others of the process; never 0.</param>
    /// <remarks>Most flows hold one at a time: that one goes back without an atomic operation.</remarks>
    internal void LeaseTaken(int place)
    {
        if (Volatile.Read(ref _onlyPlace) != 0 || Interlocked.CompareExchange(ref _onlyPlace, place, 0) != 0)
        {
            Interlocked.Increment(ref _morePlaces);
        }
    }

    internal void LeaseReturned(int place)
    {
        if (Volatile.Read(ref _onlyPlace) == place)
        {
            Volatile.Write(ref _onlyPlace, 0);
        }
        else
        {
            Interlocked.Decrement(ref _morePlaces);
        }
    }

    /// <summary>Begins to look at what it is doing.</summary>
    /// <returns>The one that looks: this, or the one that was quicker.</returns>
    internal IFlowActivity LookedAtBy(IFlowActivity activity)
        => Interlocked.CompareExchange(ref _activity, activity, null) ?? activity;

    private static Flow Install(string name, Workload workload, string? traceId, bool isProbe)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(workload);
        traceId ??= System.Diagnostics.Activity.Current?.TraceId.ToString();
        var flow = new Flow(name, workload, traceId, Ambient.Current, isProbe);
        Ambient.Current = new Ambient(flow, flow._outer?.Call, flow._outer?.Holder);
        return flow;
    }
}
