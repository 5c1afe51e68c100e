using System.Net.Sockets;
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

    /// <summary>A pooler such as PgBouncer refuses settings of the session that come with the connection.</summary>
    public static string? ExplainRefusal(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } refused
                && refused.MessageText.Contains("startup parameter", StringComparison.Ordinal))
            {
                return "What stands before the PostgreSQL server, as PgBouncer does, takes no settings of the session "
                    + $"while connecting ({refused.MessageText}). Set IdleInTransactionTimeout of the pools to 0, and "
                    + "idle_in_transaction_session_timeout on the role instead (ALTER ROLE name SET "
                    + "idle_in_transaction_session_timeout = '30s'); remove Options from the connection string, if it "
                    + "has them. If the pooler is in transaction mode, set Leasehold:Pooler to Transaction.";
            }
        }

        return null;
    }

    private static DatabaseErrorKind Classify(PostgresException exception)
        => exception.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => DatabaseErrorKind.UniqueViolation,
            PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable => DatabaseErrorKind.Transient,
            PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseErrorKind.NotPrimary,
            PostgresErrorCodes.TooManyConnections => DatabaseErrorKind.TooManyConnections,
            PostgresErrorCodes.QueryCanceled => DatabaseErrorKind.CommandTimeout,
            PostgresErrorCodes.AdminShutdown
                or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow
                or "25P03"
                or "57P05" => DatabaseErrorKind.ConnectionBroken,
            // Not of the network: the same attempt would fail again.
            PostgresErrorCodes.ProtocolViolation => DatabaseErrorKind.Other,
            { } state when state.StartsWith("08", StringComparison.Ordinal) => DatabaseErrorKind.ConnectionBroken,
            _ => DatabaseErrorKind.Other,
        };
}
