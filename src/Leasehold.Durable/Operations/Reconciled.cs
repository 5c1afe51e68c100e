namespace Leasehold.Durable;

/// <summary>What the other side said about an earlier call: its outcome, never arrived, or nothing yet.</summary>
/// <remarks>Immutable. An outcome converts by itself. The default value is unknown.</remarks>
/// <typeparam name="TReply">The other side's answer.</typeparam>
public readonly record struct Reconciled<TReply>
{
    private Reconciled(CallOutcome<TReply> outcome, bool neverArrived)
    {
        Outcome = outcome;
        IsNeverArrived = neverArrived;
    }

    /// <summary>What is known; unknown for a call that never arrived.</summary>
    public CallOutcome<TReply> Outcome { get; }

    /// <summary>Whether it is proven that no earlier call took effect, nor can: it may be made again.</summary>
    public bool IsNeverArrived { get; }

    /// <summary>The outcome of the earlier call; unknown means to ask again later.</summary>
    /// <param name="outcome">The outcome.</param>
    public static implicit operator Reconciled<TReply>(CallOutcome<TReply> outcome) => FromOutcome(outcome);

    /// <summary>The outcome of the earlier call; unknown means to ask again later.</summary>
    /// <param name="outcome">The outcome.</param>
    public static Reconciled<TReply> FromOutcome(CallOutcome<TReply> outcome) => new(outcome, false);

    /// <summary>The earlier call succeeded.</summary>
    /// <param name="reply">The other side's answer.</param>
    public static Reconciled<TReply> FromReply(TReply reply) => new(CallOutcome<TReply>.FromReply(reply), false);

    /// <summary>The earlier call was definitely refused.</summary>
    /// <param name="reason">Why; it may be stored and shown.</param>
    public static Reconciled<TReply> Declined(string reason) => new(CallOutcome<TReply>.Declined(reason), false);

    /// <summary>It cannot be told yet: ask again later.</summary>
    /// <param name="reason">What makes it unknown; it may be stored.</param>
    /// <param name="error">The error, if one was thrown.</param>
    public static Reconciled<TReply> Unknown(string reason, Exception? error = null)
        => new(CallOutcome<TReply>.Unknown(reason, error), false);

    /// <summary>Proven: no earlier call took effect, nor will one. The call is made again, with the same id.</summary>
    public static Reconciled<TReply> NeverArrived() => new(CallOutcome<TReply>.Unknown("not found"), true);
}
