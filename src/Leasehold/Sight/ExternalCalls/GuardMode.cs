namespace Leasehold;

/// <summary>What the guard does when a flow makes an external call while it holds a connection.</summary>
public enum GuardMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Reports it: a log line, a count, an entry in <see cref="ExternalCallGuard.Reports"/>.</summary>
    Log,

    /// <summary>
    /// Reports it and stops the call with <see cref="ExternalCallException"/> before a byte leaves, where it can.
    /// </summary>
    Throw,
}
