using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Leasehold.Sqlite;

/// <summary>SQLite through Microsoft.Data.Sqlite: a file, in WAL mode, one writer at a time.</summary>
/// <remarks>Thread-safe. One process: writers of other processes are waited for with the busy time-out only.</remarks>
public sealed class SqliteProvider : DatabaseProvider
{
    /// <summary>Between two looks whether another process has let go of the file.</summary>
    private const int LongestPauseMs = 25;

    private readonly string _connectionString;
    private readonly string _file;

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
        _connectionString = builder.ToString();
        _file = SqliteTarget.Read(builder).Database;
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
    {
        ArgumentNullException.ThrowIfNull(settings);

        // The driver keeps one pool per text of the string: a different number of trailing semicolons makes another.
        var text = _connectionString + new string(';', Interlocked.Increment(ref _pools));
        return new SqlitePool(text, EnsurePrepared, isInitialized: settings.OnConnectionOpened is not null);
    }

    /// <inheritdoc/>
    public override DatabaseProvider For(string connectionString) => new SqliteProvider(connectionString);

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
        else
        {
            await WaitForFileAsync(sqlite.Handle!, cancellationToken).ConfigureAwait(false);
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

    // The driver waits for another process by blocking the thread, in steps of 0.15 s and up to the command time-out,
    // and looks at no token. So it is not asked before the file is free.
    private static async ValueTask WaitForFileAsync(sqlite3 handle, CancellationToken cancellationToken)
    {
        for (var pauseMs = 1; ; pauseMs = Math.Min(pauseMs * 2, LongestPauseMs))
        {
            var result = raw.sqlite3_exec(handle, "BEGIN IMMEDIATE");
            if (result == raw.SQLITE_OK)
            {
                raw.sqlite3_exec(handle, "ROLLBACK");
                return;
            }

            if ((result & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
            {
                // The driver says what is wrong.
                return;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                throw new SqliteException("The database file is locked by another process.", raw.SQLITE_BUSY);
            }

            await Task.Delay(pauseMs, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void EnsurePrepared(bool mayBeDeleted)
    {
        if (_isPrepared && !(mayBeDeleted && IsDeleted))
        {
            return;
        }

        lock (_preparation)
        {
            if (_isPrepared && IsDeleted)
            {
                SqliteConnection.ClearAllPools();
                _isPrepared = false;
            }

            if (!_isPrepared)
            {
                Prepare();
                _isPrepared = true;
            }
        }
    }

    private bool IsDeleted => Path.IsPathRooted(_file) && !File.Exists(_file);

    /// <summary>
    /// Makes the folder of a file that may be made, and turns on WAL, which is kept in the file: readers go on while
    /// one writes. What cannot be written is read as it is.
    /// </summary>
    /// <remarks>synchronous stays FULL, the default, so that a commit survives the loss of power.</remarks>
    private void Prepare()
    {
        var settings = new SqliteConnectionStringBuilder(_connectionString);
        if (settings.Mode == SqliteOpenMode.ReadOnly)
        {
            return;
        }

        var file = settings.DataSource;
        if (settings.Mode == SqliteOpenMode.ReadWriteCreate
            && !file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var unpooled = new SqliteConnectionStringBuilder(_connectionString) { Pooling = false };
        using var connection = new SqliteConnection(unpooled.ToString());
        connection.Open();
        if (raw.sqlite3_db_readonly(connection.Handle!, "main") == 1)
        {
            return;
        }

        // Not by the driver, which would block the thread while another process has the file: opening tries again.
        var result = raw.sqlite3_exec(connection.Handle!, "PRAGMA journal_mode = WAL");
        if ((result & 0xFF) is not (raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN))
        {
            // Those two say that the folder takes no new file, as WAL needs one: reading goes without.
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }
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
