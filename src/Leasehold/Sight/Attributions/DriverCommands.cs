using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Leasehold.Flows;
using Leasehold.Leases;

namespace Leasehold.Sight.Attributions;

/// <summary>Learns from the drivers' activity sources when a command of a measured lease runs.</summary>
/// <remarks>
/// Process-wide. Asks for an activity only where the caller's flow has a measured lease, and lets it be recorded only
/// where the caller's trace is: what others export stays as it was.
/// </remarks>
internal static class DriverCommands
{
    private const string Noted = "leasehold.noted";

    // What Npgsql names the server's session by; MySqlConnector does not name it.
    private const string SessionTag = "db.npgsql.connection_id";

    private static readonly ConcurrentDictionary<string, ActivityListener> Listeners = new(StringComparer.Ordinal);

    public static void ListenTo(string source)
    {
        if (Listeners.ContainsKey(source))
        {
            return;
        }

        var listener = new ActivityListener
        {
            ShouldListenTo = found => string.Equals(found.Name, source, StringComparison.Ordinal),
            Sample = Sample,
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
        if (Listeners.TryAdd(source, listener))
        {
            ActivitySource.AddActivityListener(listener);
        }
    }

    private static ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options)
        => !HasMeasured(Ambient.Current)
            ? ActivitySamplingResult.None
            : options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.AllData;

    private static void OnStarted(Activity activity)
    {
        var leases = Measured(Ambient.Current);
        if (leases.Count == 1)
        {
            var lease = leases[0];
            activity.SetCustomProperty(Noted, new RunningCommand(lease, lease.CommandStarted()));
        }
        else if (leases.Count > 1)
        {
            // Several leases side by side in one flow: which one it was is known when the driver names its session.
            activity.SetCustomProperty(Noted, leases.ConvertAll(static lease => (lease, lease.Run)));
        }
    }

    private static void OnStopped(Activity activity)
    {
        switch (activity.GetCustomProperty(Noted))
        {
            case RunningCommand command:
                command.Lease.CommandEnded(command.Run);
                break;
            case List<(LeaseMeter Lease, int Run)> leases:
                var (lease, run) = Find(leases, SessionOf(activity));
                lease.CommandWas(run, activity.Duration);
                break;
        }
    }

    // Without the session's name it is taken for the lease that was taken last: where one flow holds several, it is
    // the inner one that is worked with.
    private static (LeaseMeter Lease, int Run) Find(List<(LeaseMeter Lease, int Run)> leases, int? session)
    {
        foreach (var (lease, run) in leases)
        {
            if (session is not null && SessionOf(lease.Slot) == session)
            {
                return (lease, run);
            }
        }

        return leases[^1];
    }

    private static int? SessionOf(LeaseSlot slot)
    {
        try
        {
            return slot.Connection is { } connection ? slot.Driver.PhysicalId(connection) : null;
        }
        catch (InvalidOperationException)
        {
            // It has broken, perhaps with this very command, or is being closed: the drivers name open ones only.
            return null;
        }
    }

    private static int? SessionOf(Activity activity)
        => int.TryParse(
            activity.GetTagItem(SessionTag)?.ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var session)
            ? session
            : null;

    private static bool HasMeasured(Ambient? ambient)
    {
        if (FlowDoings.Of(ambient?.LiveFlow) is { HasMeasured: true })
        {
            return true;
        }

        for (var holder = ambient?.Holder; holder is not null; holder = holder.OuterHolder)
        {
            if (FlowDoings.Of(holder) is { HasMeasured: true })
            {
                return true;
            }
        }

        return false;
    }

    private static List<LeaseMeter> Measured(Ambient? ambient)
    {
        var leases = new List<LeaseMeter>(1);
        FlowDoings.Of(ambient?.LiveFlow)?.AddMeasured(leases);
        for (var holder = ambient?.Holder; holder is not null; holder = holder.OuterHolder)
        {
            FlowDoings.Of(holder)?.AddMeasured(leases);
        }

        return leases;
    }

    private sealed record RunningCommand(LeaseMeter Lease, int Run);
}
