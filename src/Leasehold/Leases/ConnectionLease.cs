using System.Data.Common;

namespace Leasehold;

/// <summary>The right to one open connection, from acquisition to return.</summary>
/// <remarks>
/// One caller at a time. Dispose it to return the connection; disposing twice does nothing. A lease that is lost
/// without disposal is noticed after the next garbage collection, its connection closed and its origin reported.
/// Keep the lease as long as you use its connection.
/// </remarks>
public sealed class ConnectionLease : IAsyncDisposable, IDisposable
{
    private readonly LeaseSlot _slot;
    private readonly DbConnection _connection;
    private readonly int _version;

    internal ConnectionLease(LeaseSlot slot, int version, DbConnection connection)
    {
        _slot = slot;
        _version = version;
        _connection = connection;
    }

    /// <summary>The open connection, of the driver's own type.</summary>
    /// <exception cref="ObjectDisposedException">The lease has been returned.</exception>
    public DbConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsReturned, this);
            return _connection;
        }
    }

    /// <summary>Whether the connection went back, by disposal or because it broke.</summary>
    public bool IsReturned => _slot.Version != _version;

    internal LeaseSlot Slot => _slot;

    /// <summary>Returns the connection to its pool.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_slot.TryBeginReturn(_version))
        {
            return default;
        }

        // The closing itself frees the place, from the driver's own event.
        var closing = _connection.DisposeAsync();
        if (closing.IsCompletedSuccessfully && IsReturned)
        {
            return default;
        }

        return ReturnSlowlyAsync(closing, _slot, _version);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (!_slot.TryBeginReturn(_version))
        {
            return;
        }

        try
        {
            _connection.Dispose();
        }
        finally
        {
            ReleaseIfStillHeld(_slot, _version);
        }
    }

    private static async ValueTask ReturnSlowlyAsync(ValueTask closing, LeaseSlot slot, int version)
    {
        try
        {
            await closing.ConfigureAwait(false);
        }
        finally
        {
            ReleaseIfStillHeld(slot, version);
        }
    }

    // A broken connection may close without telling; one in a transaction scope stays until the scope ends.
    private static void ReleaseIfStillHeld(LeaseSlot slot, int version)
    {
        if (!slot.AwaitsTransaction)
        {
            slot.TryRelease(version, connectionIsGone: true);
        }
    }
}
