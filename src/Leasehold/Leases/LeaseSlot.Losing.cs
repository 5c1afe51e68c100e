using Leasehold.Admission;

namespace Leasehold.Leases;

/// <content>Who has the lease in his hands, and whether he has lost it.</content>
internal sealed partial class LeaseSlot
{
    private readonly WeakReference<object?> _weakOwner = new(null);

    // Guards the weak owner and the version it belongs to.
    private readonly UninterruptedLock _owning = new();
    private int _weakVersion;
    private ConnectionLease? _strongHandle;

    /// <summary>Makes the caller's handle.</summary>
    public ConnectionLease Hand()
    {
        var lease = new ConnectionLease(this, _version);
        _strongHandle = lease;
        return lease;
    }

    /// <summary>Names the object that the lease is lost with, where there is no handle.</summary>
    public void OwnedBy(object owner)
    {
        using (_owning.EnterScope())
        {
            _weakOwner.SetTarget(owner);
            _weakVersion = _version;
        }
    }

    /// <summary>Whether the caller lost its handle without returning the lease; asked from time to time.</summary>
    /// <remarks>
    /// A weak reference costs 18 ns to set, so a new lease is held strongly; the first look that finds it still out
    /// makes that weak, and a later look after a collection finds it lost. Versions tell a lease from the slot's next.
    /// </remarks>
    public bool IsAbandoned(int version)
    {
        if (Volatile.Read(ref _strongHandle) is { } handle && handle.Version == version)
        {
            using (_owning.EnterScope())
            {
                // It may have an owner of another kind meanwhile.
                if (Version == version)
                {
                    _weakOwner.SetTarget(handle);
                    _weakVersion = version;
                }
            }

            Interlocked.CompareExchange(ref _strongHandle, null, handle);
            return false;
        }

        return Volatile.Read(ref _weakVersion) == version
            && Version == version
            && !_weakOwner.TryGetTarget(out _)
            && !(HandedReader && Connection is { } connection && Driver.IsExecuting(connection) == true);
    }
}
