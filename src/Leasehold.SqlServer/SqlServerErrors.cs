using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Leasehold.SqlServer;

/// <summary>What SqlClient's exceptions mean, by their numbers.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors, and
/// for Azure https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues.
/// </remarks>
internal static class SqlServerErrors
{
    // From this severity on the server ends the connection.
    private const byte FatalClass = 20;

    public static DatabaseErrorKind? Classify(DbException exception)
    {
        if (exception is not SqlException sql)
        {
            return null;
        }

        // Several errors may come together; the number of the exception is the first one's.
        foreach (SqlError error in sql.Errors)
        {
            if (OfNumber(error.Number) is { } kind)
            {
                return kind;
            }
        }

        return sql.Class >= FatalClass ? DatabaseErrorKind.ConnectionBroken : null;
    }

    /// <summary>What a number means; null for a defect, a permission (18456), and what is not known here.</summary>
    internal static DatabaseErrorKind? OfNumber(int number)
        => number switch
        {
            // Unique index; unique or primary key.
            2601 or 2627 => DatabaseErrorKind.UniqueViolation,

            // Deadlock; lock request time-out; snapshot conflict; conflicts of memory-optimized tables.
            1205 or 1222 or 3960 or 41301 or 41302 or 41305 or 41325 => DatabaseErrorKind.Transient,

            // The driver's own number for a time-out.
            -2 => DatabaseErrorKind.CommandTimeout,

            // The limit of workers or sessions of an Azure database; too many user connections.
            10928 or 10929 or 17809 => DatabaseErrorKind.TooManyConnections,

            // The database is read-only; not accessible, or for reading only, on a secondary of its availability group.
            3906 or 976 or 978 => DatabaseErrorKind.NotPrimary,

            // Azure: unavailable, reconfigured, busy; the server is stopping; the session was killed.
            40613 or 40197 or 40501 or 40143 or 49918 or 49919 or 49920 or 6005 or 596
                => DatabaseErrorKind.ConnectionBroken,

            // The network, in Windows's and the driver's numbers.
            -1 or 2 or 20 or 53 or 64 or 121 or 233 or 10053 or 10054 or 10060 or 10061 or 11001
                => DatabaseErrorKind.ConnectionBroken,
            _ => null,
        };
}
