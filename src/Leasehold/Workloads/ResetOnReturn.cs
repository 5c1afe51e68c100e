namespace Leasehold;

/// <summary>What is undone when a connection goes back to its pool.</summary>
public enum ResetOnReturn
{
    /// <summary>
    /// Everything the driver can reset: transaction, session variables, locks, temporary tables, listeners.
    /// </summary>
    /// <remarks>
    /// On MySQL, MariaDB and SQLite before the return is complete. On PostgreSQL an unfinished transaction ends with
    /// the return; the rest rides on the next command of that session (Npgsql's <c>DISCARD ALL</c>), or is undone
    /// after 2 to 5 s by Leasehold when no one leases it; a connection of overflow is closed after
    /// <see cref="PoolOptions.OverflowIdleTimeout"/> instead. What an initializer of physical connections has set is
    /// undone with the rest; settings that are to stay belong in the connection string's <c>Options</c>.
    /// </remarks>
    Full,

    /// <summary>Only an unfinished transaction: cheaper on PostgreSQL; MySQL and MariaDB reset everything.</summary>
    Rollback,

    /// <summary>
    /// As <see cref="Full"/>, but complete before the return is, on PostgreSQL too: one round trip more for each lease.
    /// </summary>
    Immediate,
}
