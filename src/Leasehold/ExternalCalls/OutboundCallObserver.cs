using System.Diagnostics;

namespace Leasehold;

/// <summary>
/// Notes on the caller's flow which host an outbound HTTP call waits for, so that a holder can be named by it.
/// </summary>
/// <remarks>
/// Process-wide: sees every HttpClient, also those of SDKs. Notes the host only, never a path or a query.
/// </remarks>
internal sealed class OutboundCallObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string ListenerName = "HttpHandlerDiagnosticListener";
    private const string Request = "System.Net.Http.HttpRequestOut";
    private static int _isInstalled;

    public static void Install()
    {
        if (Interlocked.Exchange(ref _isInstalled, 1) == 0)
        {
            DiagnosticListener.AllListeners.Subscribe(new OutboundCallObserver());
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == ListenerName)
        {
            value.Subscribe(this, static (name, _, _) => IsOfInterest(name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Flow.Current is not { } flow)
        {
            return;
        }

        if (value.Key == Request + ".Start")
        {
            flow.CallStarted(HostOf(value.Value));
        }
        else if (value.Key == Request + ".Stop")
        {
            flow.CallEnded();
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    // Only a flow that holds a lease is worth the activity that the runtime makes for a listener.
    private static bool IsOfInterest(string name)
        => name.StartsWith(Request, StringComparison.Ordinal)
            && (name.EndsWith(".Stop", StringComparison.Ordinal) || Flow.Current is { HeldLeases: > 0 });

    // The payload is an internal type of System.Net.Http with one documented property.
    private static string HostOf(object? payload)
        => payload?.GetType().GetProperty("Request")?.GetValue(payload) is HttpRequestMessage { RequestUri: { } uri }
            && uri.IsAbsoluteUri
            ? uri.Authority
            : "unknown host";
}
