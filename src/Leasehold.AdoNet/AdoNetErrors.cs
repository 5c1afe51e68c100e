using System.Data.Common;
using System.Net.Sockets;

namespace Leasehold.AdoNet;

/// <summary>What a driver's exceptions mean, by their SQLSTATE.</summary>
/// <remarks>
/// Source: the classes of ISO/IEC 9075-2, table "SQLSTATE class and subclass codes", and of PostgreSQL's appendix of
/// error codes, which many servers follow.
/// </remarks>
internal sealed class AdoNetErrors(
    Func<DbException, string?> sqlState, Func<DbException, DatabaseErrorKind?>? classify)
{
    public DatabaseErrorKind Classify(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var kind = e switch
            {
                DbException database => Classify(database),
                SocketException or EndOfStreamException => DatabaseErrorKind.ConnectionBroken,
                _ => DatabaseErrorKind.Other,
            };
            if (kind != DatabaseErrorKind.Other)
            {
                return kind;
            }
        }

        return DatabaseErrorKind.Other;
    }

    /// <summary>What a SQLSTATE means; null when it says too little, as the general 23000 and HY000 do.</summary>
    internal static DatabaseErrorKind? OfSqlState(string? state)
        => state switch
        {
            "23505" => DatabaseErrorKind.UniqueViolation,
            "40003" => DatabaseErrorKind.ConnectionBroken, // statement completion unknown
            "55P03" => DatabaseErrorKind.Transient,
            "25006" => DatabaseErrorKind.NotPrimary,
            "53300" => DatabaseErrorKind.TooManyConnections,
            "57014" or "HYT00" or "HYT01" => DatabaseErrorKind.CommandTimeout,
            "57P01" or "57P02" or "57P03" or "57P05" or "25P03" => DatabaseErrorKind.ConnectionBroken,
            { Length: 5 } when state.StartsWith("40", StringComparison.Ordinal) && state is not "40002"
                => DatabaseErrorKind.Transient,
            { Length: 5 } when state.StartsWith("08", StringComparison.Ordinal) => DatabaseErrorKind.ConnectionBroken,
            _ => null,
        };

    private DatabaseErrorKind Classify(DbException exception)
    {
        if ((classify?.Invoke(exception) ?? OfSqlState(sqlState(exception))) is { } kind)
        {
            return kind;
        }

        return exception switch
        {
            { InnerException: TimeoutException } => DatabaseErrorKind.CommandTimeout,
            { InnerException: IOException or SocketException } => DatabaseErrorKind.ConnectionBroken,

            // It says that trying again may help, not that nothing was done: a lost commit must not be repeated.
            { IsTransient: true } => DatabaseErrorKind.ConnectionBroken,
            _ => DatabaseErrorKind.Other,
        };
    }
}
