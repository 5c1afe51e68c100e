using System.Data.Common;
using Leasehold.Flows;

namespace Leasehold.Sight.Attributions;

/// <summary>What one flow is doing: the external calls it waits for, its leases that are measured.</summary>
/// <remarks>Thread-safe. Made only for a flow that has a measured lease, or calls out while it holds one.</remarks>
internal sealed class FlowDoings : IFlowActivity
{
    // Guards the fields below. A measured lease takes its own lock inside this one, never the other way round.
    private readonly Lock _lock = new();
    private readonly List<LeaseMeter> _leases = new(1);
    private int _calls;
    private volatile string? _target;

    public string? ExternalCall => _target;

    /// <summary>Of a flow; null as long as no one asked for them.</summary>
    public static FlowDoings? Of(Flow? flow) => (FlowDoings?)flow?.Activity;

    /// <summary>Of a flow, from now on.</summary>
    public static FlowDoings Need(Flow flow) => Of(flow) ?? (FlowDoings)flow.LookedAtBy(new FlowDoings());

    public bool HasMeasured
    {
        get
        {
            lock (_lock)
            {
                return _leases.Count > 0;
            }
        }
    }

    public void Begin(LeaseMeter lease)
    {
        lock (_lock)
        {
            lease.Begin(isCalling: _calls > 0);
            _leases.Add(lease);
        }
    }

    public void End(LeaseMeter lease)
    {
        lock (_lock)
        {
            _leases.Remove(lease);
        }
    }

    public void CallStarted(string target)
    {
        lock (_lock)
        {
            _target = target;
            if (_calls++ == 0)
            {
                foreach (var lease in _leases)
                {
                    lease.CallStarted();
                }
            }
        }
    }

    public void CallEnded()
    {
        lock (_lock)
        {
            if (--_calls > 0)
            {
                return;
            }

            _target = null;
            foreach (var lease in _leases)
            {
                lease.CallEnded();
            }
        }
    }

    public void AddMeasured(List<LeaseMeter> into)
    {
        lock (_lock)
        {
            into.AddRange(_leases);
        }
    }

    /// <summary>The measured lease of a connection; null when that lease is not measured, or not this flow's.</summary>
    public LeaseMeter? MeterOf(DbConnection connection)
    {
        lock (_lock)
        {
            return _leases.Find(lease => ReferenceEquals(lease.Slot.Connection, connection));
        }
    }
}
