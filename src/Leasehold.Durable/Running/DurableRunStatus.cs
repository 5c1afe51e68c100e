namespace Leasehold.Durable;

/// <summary>What a caller knows when its run returns.</summary>
public enum DurableRunStatus
{
    /// <summary>It has ended, and the result is here.</summary>
    Completed,

    /// <summary>It goes on without the caller: running, unknown for now, or with another instance.</summary>
    Pending,

    /// <summary>It has ended elsewhere or before: read the result from your own rows.</summary>
    CompletedElsewhere,

    /// <summary>Its attempts are used up; people have to look at it.</summary>
    Dead,

    /// <summary>It was cancelled before any call was made.</summary>
    Cancelled,

    /// <summary>There is no such operation, or it was removed after its retention.</summary>
    Missing,
}
