using System.Data;
using System.Data.Common;
using System.Globalization;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>MySQL and MariaDB through MySqlConnector.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class MySqlProvider : DatabaseProvider
{
    private readonly string _connectionString;
    private readonly Lazy<MySqlConnectionStringBuilder> _parts;
    private readonly Action<MySqlDataSourceBuilder>? _configure;

    /// <summary>A provider for one database.</summary>
    /// <param name="connectionString">
    /// MySqlConnector's connection string, or a URL; pool settings in it are replaced.
    /// </param>
    /// <param name="configure">Runs once per data source, for logging, password providers and TLS.</param>
    public MySqlProvider(string connectionString, Action<MySqlDataSourceBuilder>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        _connectionString = MySqlUrl.ToConnectionString(connectionString);
        _configure = configure;
        _parts = new(() => new MySqlConnectionStringBuilder(_connectionString));
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect { get; } = new()
    {
        SystemName = "mysql",
        UtcNow = "UTC_TIMESTAMP(6)",
        ForUpdateSkipLocked = "FOR UPDATE SKIP LOCKED",
        HasReturning = false,
        HasSingleWriter = false,
        IsShared = true,
    };

    /// <inheritdoc/>
    public override string? ServerAddress
        => _parts.Value.Server is { } host && !host.Contains(',', StringComparison.Ordinal) ? host : null;

    /// <inheritdoc/>
    /// <remarks>None where the address is a socket's file.</remarks>
    public override int? ServerPort
        => ServerAddress is { } host && !host.StartsWith('/') ? (int)_parts.Value.Port : null;

    /// <inheritdoc/>
    public override DriverPool CreatePool(DriverPoolSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new MySqlPool(_connectionString, settings, _configure);
    }

    /// <inheritdoc/>
    public override DatabaseProvider For(string connectionString) => new MySqlProvider(connectionString, _configure);

    /// <inheritdoc/>
    public override DatabaseErrorKind Classify(Exception exception) => MySqlErrors.Classify(exception);

    /// <inheritdoc/>
    public override async ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
        => await ((MySqlConnection)connection)
            .BeginTransactionAsync(isolationLevel, readOnly, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public override async Task<int?> ReadConnectionLimitAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT @@max_connections, @@max_user_connections";
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var server = Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture);
        var user = Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture);
        return user > 0 ? Math.Min(server, user) : server;
    }

    /// <inheritdoc/>
    public override async Task<TimeSpan?> ReadIdleTimeoutAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT @@wait_timeout";
        var seconds = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return TimeSpan.FromSeconds(Convert.ToInt64(seconds, CultureInfo.InvariantCulture));
    }
}
