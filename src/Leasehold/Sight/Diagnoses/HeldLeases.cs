using Leasehold.Leases;
using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>The leases that are out, by the session that each has on the server.</summary>
/// <remarks>
/// Read from the ledger without a lock. A slot that changes hands while it is read is left out: the line of one lease
/// must not be blamed for the session of another.
/// </remarks>
internal sealed class HeldLeases
{
    private const int MaxHolders = 1000;

    private readonly Dictionary<ServerSessionId, DiagnosedSession> _bySession = [];

    /// <summary>All of them, with a session or without.</summary>
    public List<DiagnosedSession> All { get; } = [];

    public IReadOnlyCollection<ServerSessionId> Sessions => _bySession.Keys;

    /// <summary>Whether the sessions of leases that are open are not told, as behind a pooler.</summary>
    public bool AreUntold { get; private set; }

    public static HeldLeases Read(IEnumerable<PoolCore> pools)
    {
        var leases = new HeldLeases();
        foreach (var pool in pools)
        {
            foreach (var slot in pool.Slots.Where(static slot => slot.IsHeld).Take(MaxHolders))
            {
                var version = slot.Version;
                var holder = Ledger.Describe(slot);
                if (slot.Version == version && LeaseSlot.IsHeldIn(version))
                {
                    leases.Add(new DiagnosedSession { Pool = pool.Name, Holder = holder });
                }
            }
        }

        return leases;
    }

    public DiagnosedSession? Find(string server, long number)
        => _bySession.GetValueOrDefault(new ServerSessionId(server, number));

    /// <summary>Adds those that were read at another moment, and are not here.</summary>
    public HeldLeases With(HeldLeases earlier)
    {
        foreach (var (id, lease) in earlier._bySession)
        {
            _bySession.TryAdd(id, lease);
        }

        return this;
    }

    private void Add(DiagnosedSession lease)
    {
        All.Add(lease);
        var holder = lease.Holder!;
        if (holder is { Session: { } number, Server: { } server })
        {
            _bySession[new ServerSessionId(server, number)] = lease;
        }
        else
        {
            AreUntold |= holder.Activity != HolderActivity.Opening;
        }
    }
}
