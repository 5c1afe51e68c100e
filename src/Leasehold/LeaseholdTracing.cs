using System.Diagnostics;

namespace Leasehold;

/// <summary>The spans of Leasehold, under one activity source.</summary>
/// <remarks>
/// A lease has one only when it really waits, for a place or for a connection to be opened: the usual lease takes less
/// than a microsecond, and a span would cost more. Tags name pools and outcomes, never SQL, values or paths. What a
/// listener throws ends here: a stage has committed, or has an answer in its hands, when its span ends.
/// </remarks>
internal static class LeaseholdTracing
{
    public const string SourceName = "Leasehold";
    public const string LeaseSpan = "leasehold.lease";
    public const string PrepareSpan = "leasehold.prepare";
    public const string CallSpan = "leasehold.call";
    public const string SaveSpan = "leasehold.save";
    public const string PoolTag = "db.client.connection.pool.name";
    public const string WorkloadTag = "leasehold.workload";
    public const string OutcomeTag = "leasehold.outcome";
    public const string KindTag = "leasehold.durable.kind";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? Wait(string pool, string workload)
        => Start(LeaseSpan)?.SetTag(PoolTag, pool).SetTag(WorkloadTag, workload);

    public static Activity? Stage(string name, string? workload, string? durableKind = null)
    {
        var span = Start(name);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(WorkloadTag, workload).SetTag(KindTag, durableKind);
        }

        return span;
    }

    /// <summary>Marks a span as failed, by the kind of error alone: a message may hold what a trace must not.</summary>
    public static void Failed(Activity? span, Exception exception)
        => span?.SetStatus(ActivityStatusCode.Error).SetTag(ErrorTag, exception.GetType().FullName);

    /// <summary>Ends a span.</summary>
    public static void End(Activity? span)
    {
        try
        {
            span?.Dispose();
        }
        catch (Exception exception)
        {
            Swallow(exception);
        }
    }

    /// <summary>Runs a stage in its span.</summary>
    public static async Task<T> InStageAsync<T>(
        string name, string? workload, Func<Task<T>> stage, string? durableKind = null)
    {
        var span = Stage(name, workload, durableKind);
        try
        {
            return await stage().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(span, exception);
            throw;
        }
        finally
        {
            End(span);
        }
    }

    private static Activity? Start(string name)
    {
        try
        {
            return Source.StartActivity(name);
        }
        catch (Exception exception)
        {
            Swallow(exception);
            return null;
        }
    }

    // The framework's own trace, since whoever listens to ours has just failed.
    private static void Swallow(Exception exception)
        => Trace.TraceError($"Leasehold: a listener to its spans failed: {exception.GetType().Name}.");
}
