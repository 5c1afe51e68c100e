namespace Leasehold.Specification.Tests.Returns;

/// <summary>The ways in which a holder gives its connection back.</summary>
public enum Road
{
    /// <summary>The lease is disposed.</summary>
    LeaseAsync,

    /// <summary>The lease is disposed, blocking.</summary>
    Lease,

    /// <summary>The connection that the pool opened is closed.</summary>
    CloseAsync,

    /// <summary>The connection that the pool opened is closed, blocking.</summary>
    Close,

    /// <summary>The connection that the pool opened is disposed without closing.</summary>
    DisposeAsync,

    /// <summary>The connection that the pool opened is disposed without closing, blocking.</summary>
    Dispose,

    /// <summary>A session is disposed without commit.</summary>
    Session,

    /// <summary>A command of the pool has run.</summary>
    CommandAsync,

    /// <summary>A command of the pool has run, blocking.</summary>
    Command,

    /// <summary>The reader of a command of the pool is disposed.</summary>
    Reader,

    /// <summary>A batch of the pool has run; a command where the driver has no batches.</summary>
    Batch,
}
