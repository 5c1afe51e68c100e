using System.Collections.Concurrent;
using System.Diagnostics;

namespace Leasehold;

/// <summary>Learns from the drivers' activity sources when a command of a measured lease runs.</summary>
/// <remarks>
/// Process-wide. Asks for an activity only where the caller's flow has a measured lease, and lets it be recorded only
/// where the caller's trace is: what others export stays as it was.
/// </remarks>
internal static class DriverCommands
{
    private const string Noted = "leasehold.noted";

    // What the drivers name the server's session by: Npgsql and MySqlConnector.
    private static readonly string[] SessionTags = ["db.npgsql.connection_id", "thread.id"];

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
            case List<(LeaseMeter Lease, int Run)> leases when SessionOf(activity) is { } session:
                foreach (var (lease, run) in leases)
                {
                    if (lease.Slot.Connection is { } connection && lease.Slot.Driver.PhysicalId(connection) == session)
                    {
                        lease.CommandWas(run, activity.Duration);
                        return;
                    }
                }

                break;
        }
    }

    private static int? SessionOf(Activity activity)
    {
        foreach (var name in SessionTags)
        {
            if (activity.GetTagItem(name) is { } value
                && int.TryParse(value.ToString(), out var session))
            {
                return session;
            }
        }

        return null;
    }

    private static bool HasMeasured(Ambient? ambient)
    {
        if (ambient?.LiveFlow?.Doings is { HasMeasured: true })
        {
            return true;
        }

        for (var holder = ambient?.Holder; holder is not null; holder = holder.OuterHolder)
        {
            if (holder.Doings is { HasMeasured: true })
            {
                return true;
            }
        }

        return false;
    }

    private static List<LeaseMeter> Measured(Ambient? ambient)
    {
        var leases = new List<LeaseMeter>(1);
        ambient?.LiveFlow?.Doings?.AddMeasured(leases);
        for (var holder = ambient?.Holder; holder is not null; holder = holder.OuterHolder)
        {
            holder.Doings?.AddMeasured(leases);
        }

        return leases;
    }

    private sealed record RunningCommand(LeaseMeter Lease, int Run);
}
