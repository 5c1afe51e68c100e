namespace Leasehold.Admission;

/// <summary>Why the gate let a caller in, or did not.</summary>
internal enum Refusal
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>The wait ran out.</summary>
    TimedOut,

    /// <summary>As many wait already as may.</summary>
    TooManyWaiters,

    /// <summary>The pool is closing.</summary>
    ShutDown,

    /// <summary>The caller gave up.</summary>
    Cancelled,
}
