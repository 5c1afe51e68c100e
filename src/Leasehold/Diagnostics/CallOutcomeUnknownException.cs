namespace Leasehold;

/// <summary>An external call ended without telling whether it took effect, and no stage was given for that.</summary>
/// <remarks>Not a failure: find out what happened (by the operation's own id) before doing it again.</remarks>
public sealed class CallOutcomeUnknownException : InvalidOperationException
{
    internal CallOutcomeUnknownException(string? reason, Exception? inner)
        : base(
            $"The external call ended without telling whether it took effect ({reason ?? "no reason given"}). Ask the "
            + "other side by the operation's own id before repeating it.",
            inner)
        => HelpLink = LeaseholdDocs.Error("call-outcome-unknown");
}
