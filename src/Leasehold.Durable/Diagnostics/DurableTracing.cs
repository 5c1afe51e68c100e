using System.Diagnostics;

namespace Leasehold.Durable;

/// <summary>The spans around a durable operation's stages, under the core's activity source; tagged by kind.</summary>
internal static class DurableTracing
{
    public const string PrepareSpan = "leasehold.prepare";
    public const string SaveSpan = "leasehold.save";
    public const string RecoverSpan = "leasehold.recover";
    private const string WorkloadTag = "leasehold.workload";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new("Leasehold");

    public static Activity? Begin(string name, Workload? workload, string kind)
    {
        var span = Source.StartActivity(name);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(WorkloadTag, workload?.Name).SetTag(DurableMetrics.KindTag, kind);
        }

        return span;
    }

    /// <summary>Marks a span as failed, by the kind of error alone: a message may hold what a trace must not.</summary>
    public static void Failed(Activity? span, Exception exception)
        => span?.SetStatus(ActivityStatusCode.Error).SetTag(ErrorTag, exception.GetType().FullName);

    /// <summary>Runs a stage in its span.</summary>
    public static async Task<T> InStageAsync<T>(string name, Workload workload, string kind, Func<Task<T>> stage)
    {
        using var span = Begin(name, workload, kind);
        try
        {
            return await stage().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(span, exception);
            throw;
        }
    }
}
