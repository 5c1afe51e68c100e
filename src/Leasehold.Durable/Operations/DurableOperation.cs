namespace Leasehold.Durable;

/// <summary>A kind of durable operation, whatever its types; derive from the one with type arguments.</summary>
public abstract class DurableOperation
{
    private protected DurableOperation()
    {
    }

    internal abstract OperationType Describe(string kind, DurableOperationOptions options);
}

/// <summary>
/// A three-stage operation that survives its process: what to call, how to save the outcome, how to find out what
/// happened, and what to write when nobody can.
/// </summary>
/// <remarks>
/// One instance serves every run, so implementations are thread-safe. Stage 1 is the caller's own (see
/// <see cref="DurableOperations"/>); the other stages may run on any instance of the service, in any later version of
/// it: <typeparamref name="TArgs"/> is stored as JSON.
/// </remarks>
/// <typeparam name="TArgs">What the call needs, all of it; stored as JSON until the operation ends.</typeparam>
/// <typeparam name="TReply">What the other side answers.</typeparam>
/// <typeparam name="TResult">What stage 3 gives to a caller that still waits.</typeparam>
#pragma warning disable RS0022 // only this one may be derived from: its kinds are what the engine can run
public abstract class DurableOperation<TArgs, TReply, TResult> : DurableOperation
#pragma warning restore RS0022
{
    /// <summary>
    /// Stage 2: the external call. No connection is held, and leasing one throws. An exception means unknown.
    /// </summary>
    /// <param name="call">The operation; its id is the idempotency key of every attempt.</param>
    /// <param name="cancellationToken">The call's own bound, never the caller's disconnect.</param>
    public abstract Task<CallOutcome<TReply>> CallAsync(
        DurableCall<TArgs> call, CancellationToken cancellationToken);

    /// <summary>
    /// Stage 3: writes what happened. The operation is completed in the same transaction, which only its present owner
    /// gets to run.
    /// </summary>
    /// <param name="session">The fenced session; may be run again when the database undid it.</param>
    /// <param name="call">The operation.</param>
    /// <param name="outcome">Succeeded or Declined, never Unknown.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public abstract Task<TResult> SaveAsync(
        Session session, DurableCall<TArgs> call, CallOutcome<TReply> outcome, CancellationToken cancellationToken);

    /// <summary>Asks the other side what became of an earlier call; runs before any second one.</summary>
    /// <param name="call">
    /// The operation; <see cref="DurableCall{TArgs}.SinceLastCall"/> tells how old the last call is: "not found" proves
    /// nothing before the other side's longest processing time has passed.
    /// </param>
    /// <param name="cancellationToken">As for the call. No connection may be leased here either.</param>
    public abstract Task<Reconciled<TReply>> ReconcileAsync(
        DurableCall<TArgs> call, CancellationToken cancellationToken);

    /// <summary>
    /// Its attempts are used up: writes what people must see. The outcome is still unknown, so it is no failure yet.
    /// </summary>
    /// <param name="session">The fenced session in which the operation is moved to the dead letters.</param>
    /// <param name="call">
    /// The operation. Where no instance could read its arguments, <see cref="AbandonedCall{TArgs}.TryGetCall"/> has
    /// none: what is known then is its id, and the arguments as they were stored.
    /// </param>
    /// <param name="reason">What the last attempt ended with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public abstract Task AbandonAsync(
        Session session, AbandonedCall<TArgs> call, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// The outcome is unknown for now, and will be asked for again later. By default nothing is written.
    /// </summary>
    /// <param name="session">The fenced session in which the next attempt is scheduled.</param>
    /// <param name="call">The operation.</param>
    /// <param name="outcome">Unknown, with its reason and error.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual Task UnknownAsync(
        Session session, DurableCall<TArgs> call, CallOutcome<TReply> outcome, CancellationToken cancellationToken)
        => Task.CompletedTask;

    internal sealed override OperationType Describe(string kind, DurableOperationOptions options)
        => new OperationType<TArgs, TReply, TResult>(this, kind, options);
}
