using System.Transactions;
using Leasehold.Admission;

namespace Leasehold.Leases;

/// <summary>
/// The places of one pool whose connection its holder has closed inside a transaction that has not ended: the driver
/// keeps the session for it, and hands it out again to the next opening in the same transaction.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EnlistedSlots
{
    // Guards the places. Empty but for the moments between two openings inside a transaction.
    private readonly UninterruptedLock _lock = new();
    private readonly List<(Transaction Transaction, LeaseSlot Slot, int Version)> _waiting = [];

    // Of those, the ones that a look found ended.
    private readonly HashSet<(LeaseSlot Slot, int Version)> _ended = [];

    /// <summary>Begins what opens a connection that is not to join the ambient transaction, or not yet.</summary>
    public static T Outside<T>(Func<T> begin)
    {
        if (Transaction.Current is null)
        {
            return begin();
        }

        // Only the beginning is in the scope: what the driver goes on to do keeps the context that it began in.
        using var none = new TransactionScope(
            TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return begin();
    }

    public void Add(Transaction transaction, LeaseSlot slot, int version)
    {
        using (_lock.EnterScope())
        {
            _waiting.Add((transaction, slot, version));
        }
    }

    /// <summary>Takes a place that this transaction has kept; false when there is none.</summary>
    public bool TryTake(Transaction transaction, out LeaseSlot slot, out int version)
    {
        using (_lock.EnterScope())
        {
            var index = _waiting.FindIndex(entry => entry.Transaction.Equals(transaction));
            if (index >= 0)
            {
                (_, slot, version) = _waiting[index];
                _waiting.RemoveAt(index);
                return true;
            }
        }

        (slot, version) = (null!, 0);
        return false;
    }

    /// <summary>
    /// Takes the places whose transactions had ended at the last look already: their notification is not to come any
    /// more, since another participant has thrown in it.
    /// </summary>
    public IReadOnlyList<LeaseSlot> TakeForgotten()
    {
        using (_lock.EnterScope())
        {
            if (_waiting.Count == 0)
            {
                _ended.Clear();
                return [];
            }

            var ended = _waiting
                .Where(static entry => entry.Transaction.TransactionInformation.Status != TransactionStatus.Active)
                .Select(static entry => (entry.Slot, entry.Version))
                .ToHashSet();
            var forgotten = ended.Intersect(_ended).ToList();
            _waiting.RemoveAll(entry => forgotten.Contains((entry.Slot, entry.Version)));
            _ended.Clear();
            _ended.UnionWith(ended.Except(forgotten));
            return [.. forgotten.Select(static entry => entry.Slot)];
        }
    }

    /// <summary>The transaction has ended: whether the place was still kept for it.</summary>
    public bool Remove(LeaseSlot slot, int version)
    {
        using (_lock.EnterScope())
        {
            return _waiting.RemoveAll(entry => ReferenceEquals(entry.Slot, slot) && entry.Version == version) > 0;
        }
    }
}
