namespace Leasehold.Durable;

/// <summary>What became of a run, as far as its caller waited.</summary>
/// <remarks>Immutable.</remarks>
/// <typeparam name="TResult">The operation's result.</typeparam>
public sealed class DurableRun<TResult>
{
    private readonly TResult? _result;

    private DurableRun(Guid id, DurableRunStatus status, TResult? result, string? reason)
    {
        Id = id;
        Status = status;
        Reason = reason;
        _result = result;
    }

    /// <summary>The operation; empty when stage 1 ended without one.</summary>
    public Guid Id { get; }

    /// <summary>What is known.</summary>
    public DurableRunStatus Status { get; }

    /// <summary>Whether the result is here.</summary>
    public bool IsCompleted => Status == DurableRunStatus.Completed;

    /// <summary>Whether the operation goes on without the caller.</summary>
    public bool IsPending => Status == DurableRunStatus.Pending;

    /// <summary>Why there is no result.</summary>
    /// <value>Null when there is one.</value>
    public string? Reason { get; }

    /// <summary>What stage 3 returned, or stage 1 when it ended the operation.</summary>
    /// <exception cref="InvalidOperationException">There is no result; see <see cref="Status"/>.</exception>
    public TResult Result
        => IsCompleted
            ? _result!
            : throw new InvalidOperationException($"Operation {Id} is {Status} ({Reason}); it has no result here.");

    internal static DurableRun<TResult> Completed(Guid id, TResult result)
        => new(id, DurableRunStatus.Completed, result, null);

    internal static DurableRun<TResult> Without(Guid id, DurableRunStatus status, string reason)
        => new(id, status, default, reason);
}
