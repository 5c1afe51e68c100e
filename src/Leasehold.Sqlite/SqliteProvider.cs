using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using Microsoft.Data.Sqlite;

namespace Leasehold.Sqlite;

/// <summary>SQLite through Microsoft.Data.Sqlite: a file, in WAL mode, one writer at a time.</summary>
/// <remarks>Thread-safe. One process: writers of other processes are waited for with the busy time-out only.</remarks>
public sealed class SqliteProvider : DatabaseProvider
{
    private readonly string _connectionString;

    // Guards the one-time preparation of the file.
    private readonly Lock _preparation = new();
    private volatile bool _isPrepared;
    private int _pools;

    /// <summary>A provider for one database file.</summary>
    /// <param name="connectionString">Microsoft.Data.Sqlite's connection string.</param>
    /// <exception cref="ArgumentException">It names an in-memory database, which a pool cannot share.</exception>
    public SqliteProvider(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:")
        {
            throw new ArgumentException(
                "An in-memory SQLite database cannot be pooled: name a file (Data Source=...).",
                nameof(connectionString));
        }

        // A private cache: the shared one takes table locks that WAL does not need.
        builder.Pooling = true;
        builder.Cache = SqliteCacheMode.Private;
        builder.ForeignKeys ??= true;
        _connectionString = builder.ToString();
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect { get; } = new()
    {
        SystemName = "sqlite",
        UtcNow = "strftime('%Y-%m-%dT%H:%M:%fZ','now')",
        ForUpdateSkipLocked = "",
        HasReturning = true,
        HasSingleWriter = true,
        IsShared = false,
    };

    /// <inheritdoc/>
    public override DriverPool CreatePool(DriverPoolSettings settings)
        => // The driver keeps one pool per text of the string: a different number of trailing semicolons makes another.
           new SqlitePool(_connectionString + new string(';', Interlocked.Increment(ref _pools)), EnsurePrepared);

    /// <inheritdoc/>
    public override DatabaseErrorKind Classify(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SqliteException sqlite)
            {
                return Classify(sqlite);
            }
        }

        return DatabaseErrorKind.Other;
    }

    /// <inheritdoc/>
    public override async ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        var sqlite = (SqliteConnection)connection;
        if (readOnly)
        {
            // Deferred, so that readers do not block each other; query_only, so that none becomes a writer half-way,
            // which would fail after blocking the thread for the whole busy time-out.
            await SetQueryOnlyAsync(sqlite, isOn: true).ConfigureAwait(false);
        }

        try
        {
            return sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: readOnly);
        }
        catch when (readOnly)
        {
            await SetQueryOnlyAsync(sqlite, isOn: false).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask EndReadOnlyAsync(DbConnection connection)
        => await SetQueryOnlyAsync((SqliteConnection)connection, isOn: false).ConfigureAwait(false);

    private void EnsurePrepared()
    {
        if (_isPrepared)
        {
            return;
        }

        lock (_preparation)
        {
            if (!_isPrepared)
            {
                Prepare();
                _isPrepared = true;
            }
        }
    }

    /// <summary>Makes the folder and turns on WAL, which is kept in the file: readers go on while one writes.</summary>
    /// <remarks>synchronous stays FULL, the default, so that a commit survives the loss of power.</remarks>
    private void Prepare()
    {
        var file = new SqliteConnectionStringBuilder(_connectionString).DataSource;
        if (!file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var unpooled = new SqliteConnectionStringBuilder(_connectionString) { Pooling = false };
        using var connection = new SqliteConnection(unpooled.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }

    private static async Task SetQueryOnlyAsync(SqliteConnection connection, bool isOn)
    {
        using var command = connection.CreateCommand();
        command.CommandText = isOn ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0";
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    // Source: SQLite's result and extended result codes.
    private static DatabaseErrorKind Classify(SqliteException exception)
        => (exception.SqliteErrorCode, exception.SqliteExtendedErrorCode) switch
        {
            (19, 1555 or 2067 or 2579) => DatabaseErrorKind.UniqueViolation,
            (5 or 6, _) => DatabaseErrorKind.Transient,
            (10 or 11 or 14 or 26, _) => DatabaseErrorKind.ConnectionBroken,
            _ => DatabaseErrorKind.Other,
        };
}
