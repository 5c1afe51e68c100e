using System.Net.Sockets;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>What Npgsql's exceptions mean. Source: PostgreSQL's appendix of error codes.</summary>
internal static class PostgreSqlErrors
{
    public static DatabaseErrorKind Classify(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException postgres:
                    return Classify(postgres);
                case NpgsqlException { InnerException: TimeoutException }:
                    return DatabaseErrorKind.CommandTimeout;
                case NpgsqlException { InnerException: IOException or SocketException }:
                case SocketException:
                case EndOfStreamException:
                    return DatabaseErrorKind.ConnectionBroken;
            }
        }

        return DatabaseErrorKind.Other;
    }

    private static DatabaseErrorKind Classify(PostgresException exception)
        => exception.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => DatabaseErrorKind.UniqueViolation,
            PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable => DatabaseErrorKind.Transient,
            PostgresErrorCodes.TooManyConnections => DatabaseErrorKind.TooManyConnections,
            PostgresErrorCodes.QueryCanceled => DatabaseErrorKind.CommandTimeout,
            PostgresErrorCodes.AdminShutdown
                or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow
                or "25P03"
                or "57P05" => DatabaseErrorKind.ConnectionBroken,
            { } state when state.StartsWith("08", StringComparison.Ordinal) => DatabaseErrorKind.ConnectionBroken,
            _ => DatabaseErrorKind.Other,
        };
}
