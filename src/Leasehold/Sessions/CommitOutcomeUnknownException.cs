namespace Leasehold;

/// <summary>The connection was lost while committing: the transaction may or may not have taken effect.</summary>
/// <remarks>Never retried. Read back by an identifier of your own, in a new session, to learn which.</remarks>
public sealed class CommitOutcomeUnknownException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public CommitOutcomeUnknownException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public CommitOutcomeUnknownException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("commit-outcome-unknown");

    internal static CommitOutcomeUnknownException Because(Exception inner)
        => new(
            "The connection was lost while committing, so it is unknown whether the transaction took effect. Read it "
            + "back by an identifier of your own before doing anything again.",
            inner);
}
