namespace Leasehold;

/// <summary>What is undone when a connection goes back to its pool.</summary>
public enum ResetOnReturn
{
    /// <summary>Everything the driver can reset: transaction, session variables, temporary tables.</summary>
    Full,

    /// <summary>Only an unfinished transaction: cheaper on PostgreSQL; MySQL and MariaDB reset everything.</summary>
    Rollback,
}
