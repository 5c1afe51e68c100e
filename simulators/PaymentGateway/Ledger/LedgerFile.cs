using Leasehold.Simulators.PaymentGateway.Hosting;
using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>The ledger's SQLite file: created when missing, owned by one process at a time.</summary>
internal sealed class LedgerFile : IDisposable
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS charges (
            id INTEGER PRIMARY KEY,
            transaction_id TEXT NOT NULL UNIQUE,
            merchant_uid TEXT NOT NULL UNIQUE,
            amount_minor INTEGER NOT NULL,
            currency TEXT NOT NULL,
            card_digest TEXT NOT NULL,
            status INTEGER NOT NULL,
            created_at_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS refunds (
            id INTEGER PRIMARY KEY,
            refund_id TEXT NOT NULL UNIQUE,
            transaction_id TEXT NOT NULL REFERENCES charges (transaction_id),
            idempotency_key TEXT NOT NULL UNIQUE,
            amount_minor INTEGER NOT NULL,
            currency TEXT NOT NULL,
            requested_minor INTEGER NULL,
            declined INTEGER NOT NULL,
            remaining_minor INTEGER NOT NULL,
            created_at_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS refunds_by_transaction ON refunds (transaction_id);
        CREATE TABLE IF NOT EXISTS requests (
            id INTEGER PRIMARY KEY,
            received_at_ms INTEGER NOT NULL,
            route TEXT NOT NULL,
            merchant_uid TEXT NULL,
            transaction_id TEXT NULL,
            idempotency_key TEXT NULL,
            outcome TEXT NOT NULL,
            fault TEXT NULL) STRICT;
        """;

    private readonly FileStream _ownership;

    private LedgerFile(FileStream ownership, SqliteConnection connection)
    {
        _ownership = ownership;
        Connection = connection;
    }

    /// <summary>The writing connection; the writer's thread only.</summary>
    public SqliteConnection Connection { get; }

    public static LedgerFile Open(string path)
    {
        var ownership = Own(path);
        var connection = new SqliteConnection(ConnectionString(path));
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            // Fewer, larger checkpoints: each costs two more waits for the disk on the writer's thread.
            Execute(connection, "PRAGMA wal_autocheckpoint = 4000;");
            Execute(connection, Schema);
            return new LedgerFile(ownership, connection);
        }
        catch (Exception problem)
        {
            connection.Dispose();
            ownership.Dispose();
            if (problem is SqliteException)
            {
                throw new GatewayStartException($"Gateway:Ledger: '{path}' is not a usable ledger: {problem.Message}");
            }

            throw;
        }
    }

    /// <summary>A connection that can only read, for the control routes.</summary>
    public static SqliteConnection OpenForReading(string path)
    {
        var connection = new SqliteConnection(ConnectionString(path));
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA query_only = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _ownership.Dispose();
    }

    /// <summary>Two gateways on one file would each answer from an index that lacks the other's charges.</summary>
    private static FileStream Own(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new GatewayStartException(
                $"Gateway:Ledger: '{path}' cannot be owned (is another gateway using it?): {problem.Message}");
        }
    }

    // Unpooled: the file must be released when the host stops.
    private static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
