namespace Leasehold.Providers;

/// <summary>What a session of the server is doing, as the server sees it.</summary>
public enum ServerSessionState
{
    /// <summary>The server does not tell this user.</summary>
    Unknown,

    /// <summary>A statement is running, or waits for a lock.</summary>
    Active,

    /// <summary>No statement and no transaction.</summary>
    Idle,

    /// <summary>No statement, but a transaction is open: its locks are kept.</summary>
    IdleInTransaction,
}
