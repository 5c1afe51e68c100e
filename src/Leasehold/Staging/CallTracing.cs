using System.Diagnostics;

namespace Leasehold.Staging;

/// <summary>The span of an external call.</summary>
internal static class CallTracing
{
    /// <summary>Makes the external call in its span, which tells how it ended.</summary>
    public static async Task<CallOutcome<TReply>> InAsync<TReply>(
        Func<Task<CallOutcome<TReply>>> call, string? durableKind = null)
    {
        var span = LeaseholdTracing.Stage(LeaseholdTracing.CallSpan, workload: null, durableKind);
        try
        {
            var outcome = await call().ConfigureAwait(false);
            Ended(span, outcome.Kind);
            return outcome;
        }
        catch (Exception exception)
        {
            Ended(span, CallOutcomeKind.Unknown);
            LeaseholdTracing.Failed(span, exception);
            throw;
        }
        finally
        {
            LeaseholdTracing.End(span);
        }
    }

    private static void Ended(Activity? span, CallOutcomeKind outcome)
        => span?.SetTag(LeaseholdTracing.OutcomeTag, outcome switch
        {
            CallOutcomeKind.Succeeded => "succeeded",
            CallOutcomeKind.Declined => "declined",
            _ => "unknown",
        });
}
