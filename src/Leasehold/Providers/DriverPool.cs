using System.Data.Common;

namespace Leasehold.Providers;

/// <summary>One data source of a driver, as a workload's pool uses it.</summary>
/// <remarks>Thread-safe. Disposed by the pool that asked for it.</remarks>
public abstract class DriverPool : IAsyncDisposable
{
    /// <summary>Whether opening a pooled connection already checks it, so that no ping is needed.</summary>
    public virtual bool ChecksOnOpen => false;

    /// <summary>Whether a connection joins the ambient transaction, which then keeps it past its closing.</summary>
    public virtual bool EnlistsInAmbientTransaction => false;

    /// <summary>Whether <see cref="Adopt"/> can be used; otherwise connections are made here only.</summary>
    public virtual bool AdoptsConnections => false;

    /// <summary>Makes a closed connection of the driver's own type one of this data source.</summary>
    /// <remarks>For owners that prepare their connections, as EF Core does on SQLite.</remarks>
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

    /// <summary>A batch of the driver's own type, without a connection.</summary>
    /// <exception cref="NotSupportedException">The driver has no batches.</exception>
    public virtual DbBatch CreateBatch() => throw new NotSupportedException("This driver has no batches.");

    /// <summary>Names the physical connection behind an open one; 0 when it cannot be told.</summary>
    /// <param name="connection">An open connection of this data source.</param>
    public virtual int PhysicalId(DbConnection connection) => 0;

    /// <summary>Asks the server for a sign of life.</summary>
    /// <remarks>
    /// Takes no token: it must end by its time-out, leaving the connection closed or broken if it fails.
    /// </remarks>
    /// <param name="connection">An open connection of this data source.</param>
    /// <param name="timeout">Bounds the answer; a driver may round it up to whole seconds.</param>
    public virtual Task PingAsync(DbConnection connection, TimeSpan timeout) => Task.CompletedTask;

    /// <inheritdoc cref="PingAsync"/>
    public virtual void Ping(DbConnection connection, TimeSpan timeout)
    {
    }

    /// <summary>Whether the driver found the connection broken.</summary>
    /// <param name="connection">A connection of this data source.</param>
    public virtual bool IsBroken(DbConnection connection) => false;

    /// <summary>Whether a command is running on the connection now; null when the driver does not tell.</summary>
    /// <param name="connection">A connection of this data source.</param>
    public virtual bool? IsExecuting(DbConnection connection) => null;

    /// <summary>
    /// Undoes what the driver would leave on a connection that goes back; called before a lease closes it.
    /// </summary>
    /// <param name="connection">The leased connection, open or not.</param>
    public virtual void BeforeReturn(DbConnection connection)
    {
    }

    /// <summary>Closes idle connections now and busy ones when they come back.</summary>
    public abstract void Clear();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
