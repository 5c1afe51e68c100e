using System.Data;
using System.Data.Common;

namespace Leasehold.AdoNet;

/// <summary>What a driver and its database can do, as far as no interface of ADO.NET tells.</summary>
/// <remarks>
/// Read once, when <c>UseAdoNet</c> returns; a later change has no effect. The defaults fit a server that speaks
/// standard SQL and a driver that pools by the text of the connection string.
/// </remarks>
public sealed class AdoNetOptions
{
    /// <summary>The database's name under the OpenTelemetry conventions.</summary>
    /// <value><c>other_sql</c>.</value>
    public string SystemName { get; set; } = "other_sql";

    /// <summary>The server's host, for metrics.</summary>
    /// <value>Null: not told.</value>
    public string? ServerAddress { get; set; }

    /// <summary>The server's port, for metrics.</summary>
    /// <value>Null: not told.</value>
    public int? ServerPort { get; set; }

    /// <summary>The statement that checks a connection before it is handed out.</summary>
    /// <value><c>SELECT 1</c>; null when the driver's own opening checks a pooled connection.</value>
    public string? PingText { get; set; } = "SELECT 1";

    /// <summary>
    /// Whether the driver's <see cref="DbCommand.CommandTimeout"/> ends a command on a connection that has fallen
    /// silent.
    /// </summary>
    /// <value>
    /// Off: checks are waited for no longer than <c>PrePingTimeout</c> whatever the driver does; a blocking one then
    /// runs on a thread of its own.
    /// </value>
    public bool HasCommandTimeout { get; set; }

    /// <summary>Statements run on a connection that goes back, to undo what its holder left on the session.</summary>
    /// <value>
    /// None. Run with <see cref="ResetOnReturn.Full"/> only, and not behind a transaction pooler; when one fails, the
    /// connection is not used again.
    /// </value>
    public IList<string> ResetStatements { get; } = [];

    /// <summary>
    /// Whether a connection is really closed when it goes back, since nothing else would undo what is left on it.
    /// </summary>
    /// <value>Off. When on, every lease connects.</value>
    public bool DiscardOnReturn { get; set; }

    /// <summary>The words by which the driver's connection string sizes its pool.</summary>
    public AdoNetKeywords Keywords { get; } = new();

    /// <summary>
    /// Closes the idle connections of the pool to which the given closed connection belongs, e.g.
    /// <c>c => FbConnection.ClearPool((FbConnection)c)</c>.
    /// </summary>
    /// <value>
    /// Null: clearing only changes the text of the string, so that new connections come from a new pool of the driver;
    /// the old one's idle connections stay until the driver's own time-out. Overflow connections are not pooled then.
    /// </value>
    public Action<DbConnection>? ClearPool { get; set; }

    /// <summary>Names the physical connection behind an open one, without asking the server.</summary>
    /// <value>Null: every lease of an idle connection is checked, whatever <c>PrePingBypass</c> says.</value>
    public Func<DbConnection, long>? PhysicalId { get; set; }

    /// <summary>
    /// What is equal exactly for the same physical connection, and never again for another one, as a number of the
    /// server's may be: <c>c => ((SqlConnection)c).ClientConnectionId</c>.
    /// </summary>
    /// <value>
    /// Null. <see cref="LeaseholdOptions.OnConnectionOpened"/> needs it, to know which connections are new, unless
    /// <see cref="DiscardOnReturn"/> is on.
    /// </value>
    public Func<DbConnection, object>? PhysicalKey { get; set; }

    /// <summary>Begins a session's transaction: (connection, readOnly, isolation, token).</summary>
    /// <value>
    /// Null: <see cref="DbConnection.BeginTransactionAsync(IsolationLevel, CancellationToken)"/>, and in a reading
    /// session <see cref="ReadOnlyStatement"/>.
    /// </value>
    public Func<DbConnection, bool, IsolationLevel, CancellationToken, ValueTask<DbTransaction>>? BeginTransaction
    {
        get;
        set;
    }

    /// <summary>First statement of a reading session's transaction, by which the database refuses writing.</summary>
    /// <value>Null: a reading session is not refused writing; it is undone at its end.</value>
    public string? ReadOnlyStatement { get; set; }

    /// <summary>The SQLSTATE of an exception.</summary>
    /// <value><see cref="DbException.SqlState"/>; for drivers that keep it elsewhere.</value>
    public Func<DbException, string?> SqlState { get; set; } = static exception => exception.SqlState;

    /// <summary>What an exception of the driver means, where its SQLSTATE does not say.</summary>
    /// <value>Null. Asked first; its null leaves the exception to <see cref="SqlState"/>.</value>
    public Func<DbException, DatabaseErrorKind?>? Classify { get; set; }

    /// <summary>Reads how many connections the server has for this user, for the check of the budget.</summary>
    /// <value>Null: not compared.</value>
    public string? ConnectionLimitText { get; set; }

    /// <summary>Reads after how many seconds the server ends an idle connection.</summary>
    /// <value>Null: not compared.</value>
    public string? IdleTimeoutText { get; set; }

    /// <summary>Whether a connection joins the ambient transaction, which then keeps it past its closing.</summary>
    /// <value>Null: as the keyword <c>Enlist</c> of the connection string says; off when there is none.</value>
    public bool? EnlistsInAmbientTransaction { get; set; }

    /// <summary>The name of the activity source that tells of the driver's commands.</summary>
    /// <value>Null: it has none.</value>
    public string? CommandSource { get; set; }

    /// <summary>An expression for the server's present time in UTC.</summary>
    /// <value><c>CURRENT_TIMESTAMP</c>, which is local time on many servers.</value>
    public string UtcNow { get; set; } = "CURRENT_TIMESTAMP";

    /// <summary>Appended to a SELECT that claims rows.</summary>
    /// <value>Empty.</value>
    public string ForUpdateSkipLocked { get; set; } = "";

    /// <summary>Whether INSERT and UPDATE can return the row.</summary>
    /// <value>Off.</value>
    public bool HasReturning { get; set; }

    /// <summary>Whether one writer at a time may work on the database, so that writing sessions take turns.</summary>
    /// <value>Off.</value>
    public bool HasSingleWriter { get; set; }

    /// <summary>Whether several processes may share the database.</summary>
    /// <value>On.</value>
    public bool IsShared { get; set; } = true;
}
