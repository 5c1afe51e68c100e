using System.Data;
using System.Data.Common;
using Leasehold.AdoNet;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace Leasehold.Specification.Tests.AdoNet;

/// <summary>
/// SQLite through the generic adapter, each connection closed when it goes back: opening a file is cheap.
/// </summary>
public sealed class GenericSqliteDatabase : SqliteDatabase
{
    /// <inheritdoc/>
    public override string? WhyNot(Capability capability) => capability switch
    {
        Capability.KeepsConnections => "With DiscardOnReturn no connection stays open.",
        Capability.RefusedWriting => "The generic adapter sets nothing beside the transaction, as query_only would be.",
        _ => null,
    };

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
    {
        var options = new AdoNetOptions
        {
            SystemName = "sqlite",
            DiscardOnReturn = true,
            HasSingleWriter = true,
            IsShared = false,
            BeginTransaction = static (connection, readOnly, _, _) => ValueTask.FromResult<DbTransaction>(
                ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, readOnly)),
            Classify = static exception => exception is not SqliteException sqlite
                ? null
                : (sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode) switch
                {
                    (19, 1555 or 2067 or 2579) => DatabaseErrorKind.UniqueViolation,
                    (5 or 6, _) => DatabaseErrorKind.Transient,
                    (10 or 11 or 14 or 26, _) => DatabaseErrorKind.ConnectionBroken,
                    _ => null,
                },
        };
        options.Keywords.MaxPoolSize = ""; // its pool has none
        return new AdoNetProvider(SqliteFactory.Instance, connectionString ?? ConnectionString, options);
    }
}
