namespace Leasehold;

/// <summary>What a driver's exception means to a caller that wants to react.</summary>
public enum DatabaseErrorKind
{
    /// <summary>None of the others: a defect, a constraint, a permission.</summary>
    Other,

    /// <summary>A unique or primary key exists already.</summary>
    UniqueViolation,

    /// <summary>
    /// Deadlock, serialization failure, lock time-out, busy: the transaction is undone and may be repeated.
    /// </summary>
    Transient,

    /// <summary>The connection is lost; what it was doing may or may not have happened.</summary>
    ConnectionBroken,

    /// <summary>The command took longer than its time-out.</summary>
    CommandTimeout,

    /// <summary>The server has no connection left for this user.</summary>
    TooManyConnections,

    /// <summary>
    /// The server takes no writes, or no work at all: it is a standby, or was the primary before a failover. The
    /// transaction is undone and may be repeated, on a connection to the server that is the primary now.
    /// </summary>
    NotPrimary,
}
