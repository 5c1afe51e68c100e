namespace Leasehold;

/// <summary>The connection was lost while committing: the transaction may or may not have taken effect.</summary>
/// <remarks>Never retried. Read back by an identifier of your own, in a new session, to learn which.</remarks>
public sealed class CommitOutcomeUnknownException : InvalidOperationException
{
    internal CommitOutcomeUnknownException(Exception inner)
        : base(
            "The connection was lost while committing, so it is unknown whether the transaction took effect. Read it "
            + "back by an identifier of your own before doing anything again.",
            inner)
        => HelpLink = LeaseholdDocs.Error("commit-outcome-unknown");
}
