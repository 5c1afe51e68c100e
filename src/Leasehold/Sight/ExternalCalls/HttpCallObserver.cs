using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>Stops outbound HTTP calls of a flow that holds a connection, where the guard is to throw.</summary>
/// <remarks>
/// Process-wide: sees every HttpClient but those without a propagator and those whose primary handler is not the
/// framework's. What it throws reaches the caller of HttpClient, before a byte has left. It only looks at calls of a
/// flow that holds a connection: being interested makes the runtime create an activity for the call.
/// </remarks>
internal sealed class HttpCallObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string ListenerName = "HttpHandlerDiagnosticListener";
    private const string Request = "System.Net.Http.HttpRequestOut";
    private static int _isInstalled;

    public static void Install()
    {
        if (Interlocked.Exchange(ref _isInstalled, 1) == 0)
        {
            HttpCallMeter.Install();
            DiagnosticListener.AllListeners.Subscribe(new HttpCallObserver());
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
        if (value.Key == Request + ".Start" && HeldCall.IsOfInterest)
        {
            var target = CallTarget.Of(RequestOf(value.Value));
            HeldCall.Check(target, isReported: false, mayThrow: true);
            HttpCallMeter.IsReported(target);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static bool IsOfInterest(string name)
        => (name.Equals(Request, StringComparison.Ordinal) || name.Equals(Request + ".Start", StringComparison.Ordinal))
            && HeldCall.IsOfInterest
            && (!HttpCallMeter.IsSupported || HeldCall.MayThrow());

    // The payload is an internal type of System.Net.Http with one documented property.
    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "HttpClient itself keeps the public properties of what it writes.")]
    private static HttpRequestMessage? RequestOf(object? payload)
        => payload?.GetType().GetProperty("Request")?.GetValue(payload) as HttpRequestMessage;
}
