using Leasehold.Flows;
using Leasehold.Leases;
using Leasehold.Sight.Attributions;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>An external call of flows that hold a connection, from its begin to its end.</summary>
internal sealed class HeldCall : IDisposable
{
    private readonly IReadOnlyList<Flow> _flows;
    private int _hasEnded;

    private HeldCall(IReadOnlyList<Flow> flows) => _flows = flows;

    /// <summary>Whether a call that the caller makes now is one to look at.</summary>
    public static bool IsOfInterest => Ambient.IsHolding && !TelemetryExports.IsRunning;

    /// <summary>From now on the caller's flows wait for this target; null when none of them holds anything.</summary>
    public static HeldCall? Begin(CallTarget target)
    {
        var flows = Ambient.Holding();
        if (flows.Count == 0)
        {
            return null;
        }

        var name = target.Authority;
        foreach (var flow in flows)
        {
            FlowDoings.Need(flow).CallStarted(name);
        }

        return new HeldCall(flows);
    }

    /// <summary>Whether a guard of the connections that the caller's flows hold would stop a call.</summary>
    public static bool MayThrow()
    {
        foreach (var flow in Ambient.Holding())
        {
            if (LivePools.HeldBy(flow).Exists(static slot => PoolObserver.Of(slot).Guard.Mode == GuardMode.Throw))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells the guards of the connections that the caller's flows hold.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="isReported">Whether this call has been reported already.</param>
    /// <param name="mayThrow">Whether the call can still be stopped here.</param>
    /// <param name="only">The guard to tell; by default that of each connection.</param>
    /// <exception cref="ExternalCallException">A guard stops the call.</exception>
    public static void Check(CallTarget target, bool isReported, bool mayThrow, ExternalCallGuard? only = null)
    {
        ExternalCallException? stop = null;
        foreach (var (flow, held) in Held())
        {
            foreach (var ofGuard in held.GroupBy(slot => only ?? PoolObserver.Of(slot).Guard))
            {
                stop ??= ofGuard.Key.OnCall(target, flow, [.. ofGuard], isReported, mayThrow);
            }
        }

        if (stop is not null)
        {
            throw stop;
        }
    }

    /// <summary>What the caller's flows hold.</summary>
    public static IEnumerable<(Flow Flow, List<LeaseSlot> Held)> Held()
    {
        foreach (var flow in Ambient.Holding())
        {
            var held = LivePools.HeldBy(flow);

            // A connection is being opened in this flow: its driver asks a token provider, which is as it should.
            if (held.Count > 0 && !held.Exists(static slot => slot.Connection is null))
            {
                yield return (flow, held);
            }
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        foreach (var flow in _flows)
        {
            FlowDoings.Of(flow)!.CallEnded();
        }
    }
}
