using System.Net.Sockets;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>What MySqlConnector's exceptions mean. Source: the servers' error references.</summary>
internal static class MySqlErrors
{
    public static DatabaseErrorKind Classify(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case MySqlException { InnerException: IOException or SocketException or EndOfStreamException }:
                    return DatabaseErrorKind.ConnectionBroken;
                case MySqlException mysql:
                    return Classify(mysql);
                case SocketException or EndOfStreamException:
                    return DatabaseErrorKind.ConnectionBroken;
            }
        }

        return DatabaseErrorKind.Other;
    }

    private static DatabaseErrorKind Classify(MySqlException exception)
        => exception.ErrorCode switch
        {
            MySqlErrorCode.DuplicateKeyEntry or MySqlErrorCode.DuplicateEntryWithKeyName
                => DatabaseErrorKind.UniqueViolation,
            MySqlErrorCode.LockDeadlock
                or MySqlErrorCode.LockWaitTimeout
                or MySqlErrorCode.XARBDeadlock
                or (MySqlErrorCode)1020
                or (MySqlErrorCode)3572 => DatabaseErrorKind.Transient,
            (MySqlErrorCode)1792
                or (MySqlErrorCode)1836
                or (MySqlErrorCode)3032 => DatabaseErrorKind.NotPrimary,

            // The same number for every option that forbids something; the option is named in any language.
            MySqlErrorCode.OptionPreventsStatement
                when exception.Message.Contains("read-only", StringComparison.OrdinalIgnoreCase)
                    || exception.Message.Contains("read_only", StringComparison.OrdinalIgnoreCase)
                => DatabaseErrorKind.NotPrimary,
            MySqlErrorCode.ConnectionCountError
                or MySqlErrorCode.TooManyUserConnections
                or MySqlErrorCode.UserLimitReached => DatabaseErrorKind.TooManyConnections,
            MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.QueryTimeout => DatabaseErrorKind.CommandTimeout,
            MySqlErrorCode.ServerShutdown
                or MySqlErrorCode.UnableToConnectToHost
                or (MySqlErrorCode)1927
                or MySqlErrorCode.AbortingConnection
                or MySqlErrorCode.NewAbortingConnection
                or (MySqlErrorCode)4031
                or (MySqlErrorCode)2006
                or (MySqlErrorCode)2013 => DatabaseErrorKind.ConnectionBroken,
            _ => DatabaseErrorKind.Other,
        };
}
