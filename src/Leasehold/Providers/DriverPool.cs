using System.Data.Common;

namespace Leasehold.Providers;

/// <summary>One data source of a driver, as a workload's pool uses it.</summary>
/// <remarks>Thread-safe. Disposed by the pool that asked for it.</remarks>
public abstract class DriverPool : IAsyncDisposable
{
    /// <summary>Whether opening a pooled connection already checks it, so that no ping is needed.</summary>
    public virtual bool ChecksOnOpen => false;

    /// <summary>
    /// Whether <see cref="ResetAsync"/> makes a connection fit for the next holder, and the driver does nothing of its
    /// own. One that came back without it is then given to <see cref="PingAsync"/> before it is handed out, which
    /// resets it too.
    /// </summary>
    public virtual bool ResetsOnReturn => false;

    /// <summary>
    /// Whether the driver undoes what a holder left with the next command only, so that idle connections are to be
    /// pinged once soon after they came back.
    /// </summary>
    public virtual bool ResetsLate => false;

    /// <summary>Whether the driver ends an attempt to connect by itself, whatever the server does.</summary>
    public virtual bool BoundsConnecting => true;

    /// <summary>Whether a connection joins the ambient transaction, which then keeps it past its closing.</summary>
    public virtual bool EnlistsInAmbientTransaction => false;

    /// <summary>Where its connections lead.</summary>
    public virtual DatabaseTarget Target
    {
        get
        {
            using var any = CreateConnection();
            return TargetOf(any)!;
        }
    }

    /// <summary>Where a connection leads that someone else made; it is not opened.</summary>
    /// <param name="connection">A closed connection of any driver.</param>
    /// <returns>Null when it is not one of this driver's.</returns>
    /// <exception cref="ArgumentException">Its connection string cannot be read.</exception>
    public virtual DatabaseTarget? TargetOf(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new DatabaseTarget
        {
            Driver = connection.GetType().Name,
            Server = connection.DataSource,
            Database = connection.Database,
        };
    }

    /// <summary>
    /// Has its connections behave as one that someone else made, where its string says how the driver is to: for a
    /// library that relies on it, as Pomelo does on user variables.
    /// </summary>
    /// <param name="connection">A closed connection of the driver, leading to the same database.</param>
    /// <exception cref="InvalidOperationException">The pool's own string says the opposite.</exception>
    public virtual void BehaveAs(DbConnection connection)
    {
    }

    /// <summary>Whether <see cref="Adopt"/> can be used; otherwise connections are made here only.</summary>
    public virtual bool AdoptsConnections => false;

    /// <summary>Makes a closed connection of the driver's own type one of this data source.</summary>
    /// <remarks>
    /// For owners that prepare their connections, as EF Core does on SQLite. Called before every opening.
    /// </remarks>
    /// <param name="connection">A closed connection that someone else made.</param>
    /// <exception cref="NotSupportedException">A connection of this driver stays with what made it.</exception>
    public virtual void Adopt(DbConnection connection)
        => throw new NotSupportedException("A connection of this driver stays with the data source that made it.");

    /// <summary>The name of the activity source that tells of the driver's commands; null when there is none.</summary>
    public virtual string? CommandSource => null;

    /// <summary>A closed connection of this data source, of the driver's own type.</summary>
    public abstract DbConnection CreateConnection();

    /// <summary>A command of the driver's own type, without a connection.</summary>
    public abstract DbCommand CreateCommand();

    /// <summary>Whether <see cref="CreateBatch"/> can be used.</summary>
    public virtual bool HasBatches => false;

    /// <summary>A batch of the driver's own type, without a connection.</summary>
    /// <exception cref="NotSupportedException">The driver has no batches.</exception>
    public virtual DbBatch CreateBatch() => throw new NotSupportedException("This driver has no batches.");

    /// <summary>Names the physical connection behind an open one; 0 when it cannot be told.</summary>
    /// <param name="connection">An open connection of this data source.</param>
    public virtual int PhysicalId(DbConnection connection) => 0;

    /// <summary>
    /// Whether a connection was made for its present opening, and not found among the idle ones; asked once, after
    /// <see cref="Opened"/>.
    /// </summary>
    /// <param name="connection">An open connection of this data source.</param>
    /// <returns>Null: <see cref="PhysicalId"/> tells.</returns>
    public virtual bool? IsNew(DbConnection connection) => null;

    /// <summary>Asks the server for a sign of life.</summary>
    /// <remarks>
    /// Takes no token: it must end by its time-out, leaving the connection closed or broken if it fails.
    /// </remarks>
    /// <param name="connection">An open connection of this data source.</param>
    /// <param name="timeout">Bounds the answer; a driver may round it up to whole seconds.</param>
    public virtual Task PingAsync(DbConnection connection, TimeSpan timeout) => Task.CompletedTask;

    /// <inheritdoc cref="PingAsync"/>
    /// <remarks>
    /// For a caller that blocks, on a thread of its own and outside any ambient transaction; by default it waits for
    /// the other one.
    /// </remarks>
    public virtual void Ping(DbConnection connection, TimeSpan timeout)
        => PingAsync(connection, timeout).GetAwaiter().GetResult();

    /// <summary>Whether the driver found the connection broken.</summary>
    /// <param name="connection">A connection of this data source.</param>
    public virtual bool IsBroken(DbConnection connection) => false;

    /// <summary>Called with every connection that was opened, before it is handed out.</summary>
    /// <param name="connection">An open connection of this data source.</param>
    /// <returns>
    /// Whether it is a new physical connection on which <see cref="DriverPoolSettings.OnConnectionOpened"/> is still to
    /// be run, and then <see cref="Initialized"/>; false where the driver does that by itself.
    /// </returns>
    public virtual bool Opened(DbConnection connection) => false;

    /// <summary>What is to be done on each new physical connection was done on this one.</summary>
    /// <param name="connection">An open connection of this data source.</param>
    public virtual void Initialized(DbConnection connection)
    {
    }

    /// <summary>Whether a command is running on the connection now; null when the driver does not tell.</summary>
    /// <param name="connection">A connection of this data source.</param>
    public virtual bool? IsExecuting(DbConnection connection) => null;

    /// <summary>Undoes what its holder left on a connection that is about to be closed.</summary>
    /// <remarks>
    /// Called on every road back but one: a holder that closes the driver's connection itself. A result that is still
    /// being read is cancelled, not read to its end. Where <see cref="ResetsOnReturn"/>, there is no ambient
    /// transaction.
    /// </remarks>
    /// <param name="connection">The leased connection, open.</param>
    /// <param name="blocking">
    /// Whether the caller blocks: what has a synchronous form is done when this returns.
    /// </param>
    /// <returns>
    /// Whether nothing is left, but for what the driver itself undoes; otherwise <see cref="ResetIdleAsync"/> is
    /// called once the connection is closed, before its place is given to anyone.
    /// </returns>
    /// <exception cref="TimeoutException">
    /// The driver is still busy with the connection, and nobody gets it any more: it is not even closed.
    /// </exception>
    public virtual ValueTask<bool> ResetAsync(DbConnection connection, bool blocking) => new(true);

    /// <summary>
    /// Whether nothing on a connection speaks against its holder's word that it is as it was when it was opened; asked
    /// before <see cref="ResetAsync"/>, which is then left out.
    /// </summary>
    /// <remarks>Without a round trip, or the reset could as well be made.</remarks>
    /// <param name="connection">The leased connection, open.</param>
    /// <returns>False, unless a driver has a round trip to save.</returns>
    public virtual bool IsAsOpened(DbConnection connection) => false;

    /// <summary>Undoes what its holder left on a connection that the driver has back already.</summary>
    /// <remarks>Called outside any ambient transaction.</remarks>
    /// <param name="physicalId">Which, as <see cref="PhysicalId"/> named it while it was open.</param>
    public virtual ValueTask ResetIdleAsync(int physicalId) => default;

    /// <summary>Ends a result that is still being read, so that closing it need not read the rest.</summary>
    /// <param name="connection">The leased connection, open or not.</param>
    /// <param name="blocking">Whether the caller blocks.</param>
    /// <exception cref="TimeoutException">It was not to be had: closing it now would read the rest.</exception>
    public virtual ValueTask CancelAsync(DbConnection connection, bool blocking) => default;

    /// <summary>Whether <see cref="DiscardAsync"/> ends the one connection alone.</summary>
    public virtual bool DiscardsOne => false;

    /// <summary>Has the physical connection end instead of going back among the idle ones.</summary>
    /// <remarks>By default all idle connections end with it.</remarks>
    /// <param name="connection">The leased connection, open; it is closed right after.</param>
    public virtual ValueTask DiscardAsync(DbConnection connection)
    {
        Clear();
        return default;
    }

    /// <summary>The server's session behind an open connection, as the server numbers it.</summary>
    /// <remarks>Asked while its holder uses the connection on another thread: a property read, no round trip.</remarks>
    /// <param name="connection">A connection of this data source, open or not.</param>
    /// <returns>Null when it has none, it is closed, or its number is not the server's, as behind a pooler.</returns>
    public virtual ServerSessionId? SessionOf(DbConnection connection) => null;

    /// <summary>Whether <see cref="InspectAsync"/> can be used.</summary>
    public virtual bool Inspects => false;

    /// <summary>Asks the server what its sessions do and wait for, on one connection beside the pool.</summary>
    /// <remarks>
    /// The connection is opened for it and closed before the task ends. One caller at a time. What a right is missing
    /// for is said in the answer, not thrown.
    /// </remarks>
    /// <param name="inspection">What is asked.</param>
    /// <param name="cancellationToken">Cancels connecting.</param>
    /// <exception cref="NotSupportedException">This driver has no such question.</exception>
    public virtual Task<ServerReport> InspectAsync(ServerInspection inspection, CancellationToken cancellationToken)
        => throw new NotSupportedException("This driver does not ask its server about sessions.");

    /// <summary>Closes idle connections now and busy ones when they come back.</summary>
    public abstract void Clear();

    /// <summary>Has the driver learn the database's types again, where it remembers them per data source.</summary>
    /// <remarks>It may take a connection beside the places for a moment.</remarks>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual Task ReloadTypesAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As <see cref="Clear"/>, since the server in use is not the primary: another is looked for.</summary>
    /// <remarks>By default connecting finds it, as behind a name or an address that moves.</remarks>
    public virtual void LeaveServer() => Clear();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
