namespace Leasehold.Providers;

/// <summary>Where the databases' SQL differs, as far as Leasehold's own statements need it.</summary>
public sealed record SqlDialect
{
    /// <summary>
    /// The database's name under the OpenTelemetry conventions: sqlite, postgresql, mysql or mariadb.
    /// </summary>
    public required string SystemName { get; init; }

    /// <summary>An expression for the server's present time in UTC, at least to the millisecond.</summary>
    public required string UtcNow { get; init; }

    /// <summary>Appended to a SELECT that claims rows; empty where writers take turns instead.</summary>
    public required string ForUpdateSkipLocked { get; init; }

    /// <summary>Whether INSERT and UPDATE can return the row.</summary>
    public required bool HasReturning { get; init; }

    /// <summary>Whether one writer at a time may work on the database, so that write sessions take turns.</summary>
    public required bool HasSingleWriter { get; init; }

    /// <summary>Whether several processes may share the database.</summary>
    public required bool IsShared { get; init; }
}
