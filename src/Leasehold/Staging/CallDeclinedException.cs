namespace Leasehold;

/// <summary>
/// The other side of an external call definitely did not do it. Thrown by a call that declines, and to the caller of an
/// operation that has no stage for that.
/// </summary>
/// <remarks>Nothing has happened on the other side; what stage 1 committed is as it was left.</remarks>
public sealed class CallDeclinedException : LeaseholdException
{
    /// <summary>A definite refusal.</summary>
    /// <param name="reason">Why; it may be stored and shown.</param>
    public CallDeclinedException(string reason)
        : this(reason, null)
    {
    }

    /// <summary>A definite refusal.</summary>
    /// <param name="reason">Why; it may be stored and shown.</param>
    /// <param name="innerException">The error that told it, if one was thrown.</param>
    public CallDeclinedException(string reason, Exception? innerException)
        : base($"The other side declined the call ({reason}), so it has not taken effect.", innerException)
    {
        Reason = reason;
        HelpLink = LeaseholdDocs.Error("call-declined");
    }

    /// <summary>Why it was declined.</summary>
    public string Reason { get; }
}
