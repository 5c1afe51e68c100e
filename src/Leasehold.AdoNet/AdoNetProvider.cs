using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Leasehold.Providers;

namespace Leasehold.AdoNet;

/// <summary>Any database with an ADO.NET driver.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class AdoNetProvider : DatabaseProvider
{
    private readonly DbProviderFactory _factory;
    private readonly AdoNetOptions _options;
    private readonly AdoNetFacts _facts;

    /// <summary>A provider for one database.</summary>
    /// <param name="factory">The driver's factory, e.g. <c>FirebirdClientFactory.Instance</c>.</param>
    /// <param name="connectionString">The driver's connection string; pool settings in it are replaced.</param>
    /// <param name="options">What the driver and its database can do; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option contradicts another one, or the driver.</exception>
    public AdoNetProvider(DbProviderFactory factory, string connectionString, AdoNetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        _factory = factory;
        _options = options ?? new AdoNetOptions();
        _facts = new AdoNetFacts(factory, connectionString, _options);
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect => _facts.Dialect;

    /// <inheritdoc/>
    public override string? ServerAddress => _facts.ServerAddress;

    /// <inheritdoc/>
    public override int? ServerPort => _facts.ServerPort;

    /// <inheritdoc/>
    public override DriverPool CreatePool(DriverPoolSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new AdoNetPool(_factory, _facts, settings);
    }

    /// <inheritdoc/>
    public override DatabaseProvider For(string connectionString)
        => new AdoNetProvider(_factory, connectionString, _options);

    /// <inheritdoc/>
    public override DatabaseErrorKind Classify(Exception exception) => _facts.Errors.Classify(exception);

    /// <inheritdoc/>
    public override async ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (_facts.BeginTransaction is { } begin)
        {
            return await begin(connection, readOnly, isolationLevel, cancellationToken).ConfigureAwait(false);
        }

        var transaction = await connection.BeginTransactionAsync(isolationLevel, cancellationToken)
            .ConfigureAwait(false);
        if (readOnly && _facts.ReadOnlyStatement is { } statement)
        {
            await ForbidWritingAsync(connection, transaction, statement, cancellationToken).ConfigureAwait(false);
        }

        return transaction;
    }

    /// <inheritdoc/>
    public override async Task<int?> ReadConnectionLimitAsync(
        DbConnection connection, CancellationToken cancellationToken)
        => (int?)await ReadAsync(connection, _facts.ConnectionLimitText, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async Task<TimeSpan?> ReadIdleTimeoutAsync(
        DbConnection connection, CancellationToken cancellationToken)
        => await ReadAsync(connection, _facts.IdleTimeoutText, cancellationToken).ConfigureAwait(false) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>A positive number; null when there is no statement, no answer, or no limit.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The application's own statement, from its options.")]
    private static async Task<long?> ReadAsync(
        DbConnection connection, string? statement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (statement is null)
        {
            return null;
        }

        using var command = connection.CreateCommand();
        command.CommandText = statement;
        var value = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        var number = value is null or DBNull ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return number > 0 ? Math.Min(number, int.MaxValue) : null;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The application's own statement, from its options.")]
    private static async Task ForbidWritingAsync(
        DbConnection connection, DbTransaction transaction, string statement, CancellationToken cancellationToken)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
