using Leasehold.AdoNet;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using MySqlConnector;

namespace Leasehold.Specification.Tests.AdoNet;

/// <summary>MariaDB through the generic adapter: MySqlConnector's opening is the check.</summary>
public sealed class GenericMariaDbDatabase : MariaDbDatabase
{
    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new AdoNetProvider(
            MySqlConnectorFactory.Instance,
            connectionString ?? ConnectionString,
            new AdoNetOptions
            {
                SystemName = "mariadb",
                PingText = null,
                HasCommandTimeout = true,
                ClearPool = static connection => MySqlConnection.ClearPool((MySqlConnection)connection),
                BeginTransaction = static async (connection, readOnly, isolation, cancellationToken)
                    => await ((MySqlConnection)connection)
                        .BeginTransactionAsync(isolation, readOnly, cancellationToken),
                Classify = static exception => exception is not MySqlException mysql
                    ? null
                    : mysql.ErrorCode switch
                    {
                        MySqlErrorCode.DuplicateKeyEntry => DatabaseErrorKind.UniqueViolation,
                        MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout => DatabaseErrorKind.Transient,
                        _ => null,
                    },
                CommandSource = "MySqlConnector",
            });
}
