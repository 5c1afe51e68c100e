namespace Leasehold.Staging;

/// <summary>The three ways in which an operation is saved; those that were left out throw instead.</summary>
internal readonly struct Endings<TPrepared, TReply, TResult>
{
    private readonly Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> _save;
    private readonly Func<Session, TPrepared, string, CancellationToken, Task<TResult>>? _declined;
    private readonly Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? _unknown;

    public Endings(
        Func<Session, TPrepared, TReply, CancellationToken, Task<TResult>> save,
        Func<Session, TPrepared, string, CancellationToken, Task<TResult>>? declined,
        Func<Session, TPrepared, CallOutcome<TReply>, CancellationToken, Task<TResult>>? unknown)
    {
        ArgumentNullException.ThrowIfNull(save);
        _save = save;
        _declined = declined;
        _unknown = unknown;
    }

    /// <summary>The stage that saves this outcome.</summary>
    /// <exception cref="CallDeclinedException">It was declined, and there is no stage for that.</exception>
    /// <exception cref="CallOutcomeUnknownException">It is unknown, and there is no stage for that.</exception>
    public Func<Session, CancellationToken, Task<TResult>> Of(TPrepared prepared, CallOutcome<TReply> outcome)
    {
        var (save, declined, unknown) = (_save, _declined, _unknown);
        return outcome.Kind switch
        {
            CallOutcomeKind.Succeeded => (session, token) => save(session, prepared, outcome.Reply, token),
            CallOutcomeKind.Declined when declined is not null =>
                (session, token) => declined(session, prepared, outcome.Reason ?? "", token),
            CallOutcomeKind.Declined => throw new CallDeclinedException(outcome.Reason ?? "no reason given"),
            _ when unknown is not null => (session, token) => unknown(session, prepared, outcome, token),
            _ => throw CallOutcomeUnknownException.Because(outcome.Reason, outcome.Error),
        };
    }
}
