using System.Data;
using System.Data.Common;
using System.Globalization;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>PostgreSQL through Npgsql.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PostgreSqlProvider : DatabaseProvider
{
    private readonly string _connectionString;
    private readonly Lazy<NpgsqlConnectionStringBuilder> _parts;
    private readonly Action<NpgsqlDataSourceBuilder>? _configure;

    /// <summary>A provider for one database.</summary>
    /// <param name="connectionString">Npgsql's connection string, or a URL; pool settings in it are replaced.</param>
    /// <param name="configure">Runs once per data source, for type mappings, token providers and TLS.</param>
    public PostgreSqlProvider(string connectionString, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        _connectionString = PostgreSqlUrl.ToConnectionString(connectionString);
        _configure = configure;
        _parts = new(() => new NpgsqlConnectionStringBuilder(_connectionString));
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect { get; } = new()
    {
        SystemName = "postgresql",
        UtcNow = "clock_timestamp()",
        ForUpdateSkipLocked = "FOR UPDATE SKIP LOCKED",
        HasReturning = true,
        HasSingleWriter = false,
        IsShared = true,
    };

    /// <inheritdoc/>
    public override string? ServerAddress
        => _parts.Value.Host is { } host && !host.Contains(',', StringComparison.Ordinal) ? host : null;

    /// <inheritdoc/>
    /// <remarks>None where the address is a socket's folder, or says the port itself.</remarks>
    public override int? ServerPort
        => ServerAddress is { } host && !host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('/')
            ? _parts.Value.Port
            : null;

    /// <inheritdoc/>
    public override DriverPool CreatePool(DriverPoolSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new PostgreSqlPool(_connectionString, settings, _configure);
    }

    /// <inheritdoc/>
    public override DatabaseProvider For(string connectionString)
        => new PostgreSqlProvider(connectionString, _configure);

    /// <inheritdoc/>
    public override DatabaseErrorKind Classify(Exception exception) => PostgreSqlErrors.Classify(exception);

    /// <inheritdoc/>
    public override string? ExplainRefusal(Exception exception) => PostgreSqlErrors.ExplainRefusal(exception);

    /// <inheritdoc/>
    public override async ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var transaction = await connection.BeginTransactionAsync(isolationLevel, cancellationToken)
            .ConfigureAwait(false);
        if (readOnly)
        {
            await ExecuteAsync(connection, transaction, "SET TRANSACTION READ ONLY", cancellationToken)
                .ConfigureAwait(false);
        }

        return transaction;
    }

    /// <inheritdoc/>
    public override async Task<int?> ReadConnectionLimitAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // What an ordinary user can have: the maximum less what is kept for superusers, and the role's own limit.
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT LEAST(
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                (SELECT CASE WHEN rolconnlimit < 0 THEN 2147483647 ELSE rolconnlimit END
                 FROM pg_roles WHERE rolname = current_user),
                (SELECT CASE WHEN datconnlimit < 0 THEN 2147483647 ELSE datconnlimit END
                 FROM pg_database WHERE datname = current_database()))
            """;
        var limit = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return Convert.ToInt32(limit, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override async Task<TimeSpan?> ReadIdleTimeoutAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // idle_session_timeout exists from version 14 on; the second argument makes an older server answer null.
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT extract(epoch FROM current_setting('idle_session_timeout', true)::interval)::double precision";
        var seconds = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return seconds is double and > 0 ? TimeSpan.FromSeconds((double)seconds) : null;
    }

    private static async Task ExecuteAsync(
        DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
