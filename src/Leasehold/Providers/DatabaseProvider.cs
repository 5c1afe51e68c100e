using System.Data;
using System.Data.Common;

namespace Leasehold.Providers;

/// <summary>
/// A driver, as far as Leasehold needs to know it: data sources, transactions, errors, limits, dialect.
/// </summary>
/// <remarks>Thread-safe. Implemented once per driver; applications only choose one.</remarks>
public abstract class DatabaseProvider
{
    /// <summary>The dialect of the database.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>The host that connections go to, for metrics.</summary>
    /// <value>Null: there is none, there are several, or it cannot be told.</value>
    public virtual string? ServerAddress => null;

    /// <summary>Its port, for metrics.</summary>
    /// <value>Null: there is none, or it cannot be told.</value>
    public virtual int? ServerPort => null;

    /// <summary>Makes a data source with a pool of its own.</summary>
    /// <param name="settings">What it must be.</param>
    public abstract DriverPool CreatePool(DriverPoolSettings settings);

    /// <summary>A provider for another database, set up alike.</summary>
    /// <param name="connectionString">Leads there.</param>
    /// <exception cref="NotSupportedException">This provider is for one database.</exception>
    public virtual DatabaseProvider For(string connectionString)
        => throw new NotSupportedException($"{GetType().Name} makes no pools of further databases.");

    /// <summary>What an exception thrown by this driver means; looks at inner exceptions too.</summary>
    /// <param name="exception">The exception.</param>
    public abstract DatabaseErrorKind Classify(Exception exception);

    /// <summary>
    /// Why connecting fails for as long as the settings are what they are, and which to change; null when trying again
    /// may help, or nothing is known. The host's start fails with it.
    /// </summary>
    /// <param name="exception">What connecting has failed with.</param>
    public virtual string? ExplainRefusal(Exception exception) => null;

    /// <summary>Begins a session's transaction.</summary>
    /// <param name="connection">The leased connection.</param>
    /// <param name="readOnly">Whether writing is to be refused.</param>
    /// <param name="isolationLevel">The isolation asked for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public abstract ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken);

    /// <summary>Undoes on the connection what a read-only session set there, before it goes back.</summary>
    /// <param name="connection">The leased connection, its transaction ended.</param>
    public virtual ValueTask EndReadOnlyAsync(DbConnection connection) => default;

    /// <summary>The connections the server can give to this user; null when it has no limit or does not tell.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual Task<int?> ReadConnectionLimitAsync(DbConnection connection, CancellationToken cancellationToken)
        => Task.FromResult<int?>(null);

    /// <summary>How long the server lets a connection be idle; null when it never ends one.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual Task<TimeSpan?> ReadIdleTimeoutAsync(DbConnection connection, CancellationToken cancellationToken)
        => Task.FromResult<TimeSpan?>(null);
}
