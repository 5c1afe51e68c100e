using System.Diagnostics;
using System.Diagnostics.Metrics;
using Leasehold.Flows;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>
/// Sees every outbound HTTP call begin and end by the runtime's own count of active requests, and reports those of a
/// flow that holds a connection.
/// </summary>
/// <remarks>
/// Process-wide; also sees clients without a propagator. It only reports: an exception thrown here would leave the
/// application's own count wrong for ever. <see cref="HttpCallObserver"/>, which comes right before it in the same
/// call, stops calls; what it has let pass it has reported already.
/// </remarks>
internal static class HttpCallMeter
{
    private const string MeterName = "System.Net.Http";
    private const string InstrumentName = "http.client.active_requests";

    // Set when the call begins and still there when it ends: the runtime counts both in one async method.
    private static readonly AsyncLocal<HeldCall?> Running = new();
    private static readonly MeterListener Listener = new();

    [ThreadStatic]
    private static string? t_lastSeen;

    /// <summary>Whether the runtime counts at all; an application may leave metrics out.</summary>
    public static bool IsSupported { get; }
        = !AppContext.TryGetSwitch("System.Diagnostics.Metrics.Meter.IsSupported", out var isOn) || isOn;

    public static void Install()
    {
        Listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName && instrument.Name == InstrumentName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Listener.SetMeasurementEventCallback<long>(static (_, change, tags, _) => OnChange(change, tags));
        Listener.Start();
    }

    /// <summary>The call that this thread is about to send has been reported already.</summary>
    public static void IsReported(CallTarget target) => t_lastSeen = IsSupported ? target.Authority : null;

    private static void OnChange(long change, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            if (change > 0)
            {
                OnStarted(tags);
            }
            else
            {
                var call = Running.Value;
                if (call is not null)
                {
                    Running.Value = null;
                    call.Dispose();
                }
            }
        }
        catch (Exception exception)
        {
            // The count of the application must come out right, whatever is wrong with ours.
            Trace.TraceError($"Seeing an HTTP call failed: {exception.GetType().Name}.");
        }
    }

    private static void OnStarted(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var seen = t_lastSeen;
        t_lastSeen = null;
        if (!HeldCall.IsOfInterest)
        {
            if (Running.Value is not null)
            {
                // Below a call of a flow that held something: its end is not this one's.
                Running.Value = null;
            }

            return;
        }

        var target = TargetOf(tags);
        var isReported = string.Equals(seen, target.Authority, StringComparison.OrdinalIgnoreCase);
        HeldCall.Check(target, isReported, mayThrow: false);
        Running.Value = HeldCall.Begin(target);
    }

    private static CallTarget TargetOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? host = null;
        string? method = null;
        string? scheme = null;
        var port = 0;
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case "server.address":
                    host = value as string;
                    break;
                case "server.port":
                    port = value is int number ? number : 0;
                    break;
                case "http.request.method":
                    method = value as string;
                    break;
                case "url.scheme":
                    scheme = value as string;
                    break;
            }
        }

        return new CallTarget(method, host ?? "unknown host", port > 0 ? port : scheme == "http" ? 80 : 443);
    }
}
