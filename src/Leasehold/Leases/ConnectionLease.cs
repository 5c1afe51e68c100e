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

    internal int Version => _version;

    /// <summary>Returns the connection to its pool.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_slot.TryBeginReturn(_version))
        {
            return default;
        }

        var closing = Close(out var isGone);
        if (!closing.IsCompletedSuccessfully)
        {
            return ReturnSlowlyAsync(closing, isGone);
        }

        _slot.Release(_version, isGone);
        return default;
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (!_slot.TryBeginReturn(_version))
        {
            return;
        }

        var isGone = false;
        try
        {
            isGone = IsBroken();
            _slot.Driver.BeforeReturn(_connection);
            _connection.Dispose();
        }
        catch
        {
            isGone = true;
            throw;
        }
        finally
        {
            _slot.Release(_version, isGone);
        }
    }

    private ValueTask Close(out bool isGone)
    {
        isGone = false;
        try
        {
            isGone = IsBroken();
            _slot.Driver.BeforeReturn(_connection);
            return _connection.DisposeAsync();
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    private async ValueTask ReturnSlowlyAsync(ValueTask closing, bool isGone)
    {
        try
        {
            await closing.ConfigureAwait(false);
        }
        catch
        {
            isGone = true;
            throw;
        }
        finally
        {
            // Last, when the driver has let go of its own slot: the next in line must find it free.
            _slot.Release(_version, isGone);
        }
    }

    private bool IsBroken()
    {
        var isBroken = _slot.Driver.IsBroken(_connection);
        if (isBroken)
        {
            _slot.ReportBroken();
        }

        return isBroken;
    }
}
