using System.Reflection;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>Whether the caller is OpenTelemetry's own work: an exporter sending what it has.</summary>
/// <remarks>
/// Exporters run under OpenTelemetry's <c>SuppressInstrumentationScope</c>, some of them on the thread and in the flow
/// of whoever ends a span. <c>OpenTelemetry.Sdk.SuppressInstrumentation</c>, public since version 1.0, tells. It
/// is asked by name, so that the core needs no reference to an SDK that an application may not have.
/// </remarks>
internal static class TelemetryExports
{
    private static readonly Lazy<Func<bool>?> Suppressed = new(Find);

    public static bool IsRunning => Suppressed.Value is { } isSuppressed && isSuppressed();

    private static Func<bool>? Find()
        => Type.GetType("OpenTelemetry.Sdk, OpenTelemetry", throwOnError: false)
            ?.GetProperty("SuppressInstrumentation", BindingFlags.Public | BindingFlags.Static)
            ?.GetMethod
            ?.CreateDelegate<Func<bool>>();
}
