using System.Diagnostics;

namespace Leasehold;

/// <summary>The spans of Leasehold, under one activity source.</summary>
/// <remarks>
/// A lease has one only when it really waits, for a place or for a connection to be opened: the usual lease takes less
/// than a microsecond, and a span would cost more. Tags name pools and outcomes, never SQL, values or paths.
/// </remarks>
internal static class LeaseholdTracing
{
    public const string SourceName = "Leasehold";
    public const string LeaseSpan = "leasehold.lease";
    public const string PrepareSpan = "leasehold.prepare";
    public const string CallSpan = "leasehold.call";
    public const string SaveSpan = "leasehold.save";
    public const string RecoverSpan = "leasehold.recover";
    public const string WorkloadTag = "leasehold.workload";
    public const string OutcomeTag = "leasehold.outcome";
    public const string KindTag = "leasehold.durable.kind";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? Wait(ConnectionPool pool)
        => Source.StartActivity(LeaseSpan)
            ?.SetTag(LeaseholdMetrics.PoolTag, pool.Name)
            .SetTag(WorkloadTag, pool.Workload.Name);

    public static Activity? Stage(string name, Workload? workload, string? durableKind = null)
    {
        var span = Source.StartActivity(name);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(WorkloadTag, workload?.Name).SetTag(KindTag, durableKind);
        }

        return span;
    }

    /// <summary>Marks a span as failed, by the kind of error alone: a message may hold what a trace must not.</summary>
    public static void Failed(Activity? span, Exception exception)
        => span?.SetStatus(ActivityStatusCode.Error).SetTag(ErrorTag, exception.GetType().FullName);

    /// <summary>Runs a stage in its span.</summary>
    public static async Task<T> InStageAsync<T>(
        string name, Workload? workload, Func<Task<T>> stage, string? durableKind = null)
    {
        using var span = Stage(name, workload, durableKind);
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

    /// <summary>Makes the external call in its span, which tells how it ended.</summary>
    public static async Task<CallOutcome<TReply>> InCallAsync<TReply>(
        Func<Task<CallOutcome<TReply>>> call, string? durableKind = null)
    {
        using var span = Stage(CallSpan, workload: null, durableKind);
        try
        {
            var outcome = await call().ConfigureAwait(false);
            Ended(span, outcome.Kind);
            return outcome;
        }
        catch (Exception exception)
        {
            Ended(span, CallOutcomeKind.Unknown);
            Failed(span, exception);
            throw;
        }
    }

    private static void Ended(Activity? span, CallOutcomeKind outcome)
        => span?.SetTag(OutcomeTag, outcome switch
        {
            CallOutcomeKind.Succeeded => "succeeded",
            CallOutcomeKind.Declined => "declined",
            _ => "unknown",
        });
}
