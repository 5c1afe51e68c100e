namespace Leasehold.Durable;

/// <summary>What a row says to a caller that has no result of its own.</summary>
internal static class RunStatusOf
{
    public static DurableRun<TResult> Row<TResult>(Guid id, DurableRecord? row)
        => row?.State switch
        {
            null => DurableRun<TResult>.Without(id, DurableRunStatus.Missing, "there is no such operation"),
            DurableState.Completed => DurableRun<TResult>.Without(
                id, DurableRunStatus.CompletedElsewhere, "it was completed before or by another instance"),
            DurableState.Cancelled => DurableRun<TResult>.Without(
                id, DurableRunStatus.Cancelled, "it was cancelled before it was called"),
            DurableState.Dead => DurableRun<TResult>.Without(
                id, DurableRunStatus.Dead, row.Reason ?? "its attempts are used up"),
            _ => DurableRun<TResult>.Without(
                id, DurableRunStatus.Pending, row.Owner is null ? row.Reason ?? "it waits" : "another owner runs it"),
        };
}
