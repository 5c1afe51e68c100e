namespace Leasehold;

/// <summary>How an external call ended, as far as the caller can know.</summary>
public enum CallOutcomeKind
{
    /// <summary>
    /// It may or may not have happened: a time-out, a reset, an answer that cannot be read. The default value, since an
    /// outcome that nobody set proves nothing.
    /// </summary>
    Unknown = 0,

    /// <summary>The other side did it and said so.</summary>
    Succeeded = 1,

    /// <summary>The other side definitely did not do it.</summary>
    Declined = 2,
}
