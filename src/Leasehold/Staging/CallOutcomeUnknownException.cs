namespace Leasehold;

/// <summary>An external call ended without telling whether it took effect, and no stage was given for that.</summary>
/// <remarks>Not a failure: find out what happened (by the operation's own id) before doing it again.</remarks>
public sealed class CallOutcomeUnknownException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public CallOutcomeUnknownException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public CallOutcomeUnknownException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("call-outcome-unknown");

    internal static CallOutcomeUnknownException Because(string? reason, Exception? inner)
        => new(
            $"The external call ended without telling whether it took effect ({reason ?? "no reason given"}). Ask the "
            + "other side by the operation's own id before repeating it.",
            inner);
}
