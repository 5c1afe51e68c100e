using Leasehold.Leases;
using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>The server's sessions joined with this process's leases.</summary>
internal sealed class SessionView
{
    private readonly Dictionary<long, ServerSession> _sessions = [];
    private readonly Dictionary<long, DiagnosedSession> _named = [];
    private readonly HashSet<string> _poolNames;
    private readonly HeldLeases _leases;
    private readonly string _server;

    public SessionView(ServerReport? report, HeldLeases leases, IReadOnlyList<PoolCore> pools)
    {
        _leases = leases;
        _server = report?.Server ?? "";
        _poolNames = pools.Select(static pool => pool.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var session in report?.Sessions ?? [])
        {
            _sessions.TryAdd(session.Number, session);
        }
    }

    /// <summary>Those that wait for a lock.</summary>
    public IEnumerable<ServerSession> Waiting => _sessions.Values.Where(static session => session.Wait is not null);

    /// <summary>All waits, with names.</summary>
    public IEnumerable<DiagnosedWait> Waits => Waiting.Select(session => new DiagnosedWait
    {
        Waiter = Name(session.Number),
        Blockers = [.. session.Wait!.BlockedBy.Select(Name)],
        AreCandidates = session.Wait.AreCandidates,
        Waited = session.Wait.Waited,
        Lock = session.Wait.Lock,
        Table = session.Wait.Table,
    });

    public ServerSession? Find(long number) => _sessions.GetValueOrDefault(number);

    /// <summary>Who it is: a lease with its line, a pool of this process's, or a stranger.</summary>
    public DiagnosedSession Name(long number)
    {
        if (!_named.TryGetValue(number, out var named))
        {
            _named[number] = named = Identify(number);
        }

        return named;
    }

    /// <summary>Leases that have been out for at least so long, the longest first.</summary>
    public IEnumerable<DiagnosedSession> HeldFor(TimeSpan atLeast)
        => _leases.All.Where(lease => lease.Holder!.HeldFor >= atLeast)
            .OrderByDescending(static lease => lease.Holder!.HeldFor);

    /// <summary>Those behind whom a session waits in the end, who wait for nobody themselves.</summary>
    /// <param name="waiter">Who waits.</param>
    /// <param name="between">Whom it meets on the way: they wait too.</param>
    public HashSet<long> RootsOf(ServerSession waiter, ISet<long> between)
    {
        var roots = new HashSet<long>();
        var open = new Stack<ServerSession>([waiter]);
        while (open.TryPop(out var session))
        {
            foreach (var blocker in session.Wait!.BlockedBy)
            {
                if (Find(blocker) is { Wait: not null } next)
                {
                    if (between.Add(blocker))
                    {
                        open.Push(next);
                    }
                }
                else
                {
                    roots.Add(blocker);
                }
            }
        }

        return roots;
    }

    private DiagnosedSession Identify(long number)
    {
        var session = Find(number) ?? (number == 0 ? new ServerSession { Number = 0 } : null);
        if (_leases.Find(_server, number) is { } lease)
        {
            return lease with { Session = session };
        }

        var isNamedAsOurs = session is not null && _poolNames.Contains(session.Application);
        return isNamedAsOurs && _leases.AreUntold
            ? new DiagnosedSession { Pool = session!.Application, Session = session }
            : new DiagnosedSession { Session = session, IsOtherInstance = isNamedAsOurs };
    }
}
