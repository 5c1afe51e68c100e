using Leasehold.Staging;

namespace Leasehold;

/// <summary>What stage 2 found out: succeeded with a reply, declined with a reason, or unknown.</summary>
/// <remarks>Immutable. A reply converts to a success by itself. The default value is unknown.</remarks>
/// <typeparam name="TReply">The other side's answer.</typeparam>
public readonly record struct CallOutcome<TReply>
{
    // Where reasons come in, and so the one place where they are cleaned: they go into the operation's own rows, the
    // journal and its columns.
    private const int LongestReason = 500;

    private readonly TReply? _reply;
    private readonly string? _reason;

    private CallOutcome(CallOutcomeKind kind, TReply? reply, string? reason, Exception? error)
    {
        Kind = kind;
        _reply = reply;
        _reason = reason is null ? null : StorableText.Fit(reason, LongestReason);
        Error = error;
    }

    /// <summary>How it ended.</summary>
    public CallOutcomeKind Kind { get; }

    /// <summary>The answer of a success.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public TReply Reply
        => Kind == CallOutcomeKind.Succeeded
            ? _reply!
            : throw new InvalidOperationException($"The call ended {Kind}; only a success has a reply.");

    /// <summary>Why it was declined, or what made the outcome unknown.</summary>
    /// <value>
    /// Null for a success. At most 500 characters, the rest is cut off; what no database stores is replaced by U+FFFD.
    /// </value>
    public string? Reason => Kind == CallOutcomeKind.Unknown ? _reason ?? "no outcome was given" : _reason;

    /// <summary>The error behind an unknown outcome, if one was thrown.</summary>
    public Exception? Error { get; }

    /// <summary>The other side did it.</summary>
    /// <param name="reply">Its answer.</param>
    public static implicit operator CallOutcome<TReply>(TReply reply) => FromReply(reply);

    /// <summary>The other side did it.</summary>
    /// <param name="reply">Its answer.</param>
    public static CallOutcome<TReply> FromReply(TReply reply) => new(CallOutcomeKind.Succeeded, reply, null, null);

    /// <summary>The other side definitely did not do it.</summary>
    /// <param name="reason">Why; it may be stored and shown.</param>
    public static CallOutcome<TReply> Declined(string reason) => new(CallOutcomeKind.Declined, default, reason, null);

    /// <summary>It may or may not have happened.</summary>
    /// <param name="reason">What makes it unknown; it may be stored.</param>
    /// <param name="error">The error, if one was thrown.</param>
    public static CallOutcome<TReply> Unknown(string reason, Exception? error = null)
        => new(CallOutcomeKind.Unknown, default, reason, error);

    /// <summary>The kind and its reason. Never the reply: it may hold what a log must not.</summary>
    public override string ToString() => Reason is null ? $"{Kind}" : $"{Kind} ({Reason})";
}
