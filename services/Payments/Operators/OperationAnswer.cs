using Leasehold.Durable;
using Leasehold.Payments.Payments.Process;

namespace Leasehold.Payments.Operators;

/// <summary>An operation of the journal as operators see it.</summary>
/// <param name="OperationId">The payment's or refund's id, which the gateway knows too.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">prepared, completed or dead.</param>
/// <param name="Attempt">Attempts begun so far.</param>
/// <param name="Reason">What the last attempt ended with.</param>
/// <param name="Explanation">What that means and what can be done.</param>
/// <param name="PreparedAt">When it began.</param>
/// <param name="LastCallAt">When the gateway was last asked to do it.</param>
/// <param name="DueAt">When something is next to be done about it.</param>
internal sealed record OperationAnswer(
    string OperationId,
    string Kind,
    string State,
    int Attempt,
    string? Reason,
    string Explanation,
    DateTimeOffset PreparedAt,
    DateTimeOffset? LastCallAt,
    DateTimeOffset DueAt)
{
    public static OperationAnswer Of(DurableRecord record) => new(
        ChargeOperation.IdOf(record.Id),
        record.Kind,
        NameOf(record.State),
        record.Attempt,
        record.Reason,
        record.State switch
        {
            DurableState.Dead =>
                "Its attempts are used up and its outcome is still unknown: nothing was decided, the order stays "
                + "blocked and a refund's amount stays reserved. POST …/redrive gives it its attempts again; the "
                + "first thing they do is ask the gateway, never charge.",
            DurableState.Prepared => "It is being run, or waits for its next attempt.",
            _ => "Its outcome is saved.",
        },
        record.PreparedAt,
        record.LastCallAt,
        record.DueAt);

    public static string NameOf(DurableState state) => state switch
    {
        DurableState.Dead => "dead",
        DurableState.Prepared => "prepared",
        DurableState.Cancelled => "cancelled",
        _ => "completed",
    };
}
