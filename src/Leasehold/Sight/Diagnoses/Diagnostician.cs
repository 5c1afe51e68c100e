using Leasehold.Leases;

namespace Leasehold.Sight.Diagnoses;

/// <summary>Makes diagnoses of one database.</summary>
/// <remarks>Thread-safe; the server is asked by a <see cref="SharedQuestion{T}"/>.</remarks>
internal sealed class Diagnostician(
    IEnumerable<PoolCore> pools, ServerInspector inspector, TimeSpan timeout, TimeProvider time)
{
    private const int MaxFindings = 30;
    private const int MaxWaits = 200;

    private readonly SharedQuestion<Diagnosis> _question = new(timeout, time);

    public Task<Diagnosis> DiagnoseAsync(CancellationToken cancellationToken)
        => _question.AskAsync(AskAsync, Late, cancellationToken);

    // What the pools know is said without the server.
    private Diagnosis Late(bool hasWaited)
        => Compose(new ServerOutcome(ServerAnswer.Silent, timeout), HeldLeases.Read(pools));

    private async Task<Diagnosis> AskAsync()
    {
        var before = HeldLeases.Read(pools);
        var outcome = await inspector.AskAsync(before.Sessions).ConfigureAwait(false);

        // Both sides of the answer: leases come and go while the server is asked.
        return Compose(outcome, HeldLeases.Read(pools).With(before));
    }

    private Diagnosis Compose(ServerOutcome outcome, HeldLeases leases)
    {
        PoolCore[] all = [.. pools];
        var view = new SessionView(outcome.Report, leases, all);
        var troubles = new PoolTroubles(all, leases, view, time);
        List<DiagnosisFinding> locks = [.. Ranked(LockTroubles.In(view).Concat(troubles.WriterLines()))];
        return new Diagnosis
        {
            At = time.GetUtcNow(),
            Server = ServerTroubles.Describe(outcome),
            Findings = [.. ServerTroubles.In(outcome, timeout, leases)
                .Concat(locks)
                .Concat(troubles.Nested())
                .Concat(troubles.ExternalCalls().Where(call => !locks.Exists(found => IsTheSame(found, call))))
                .Concat(troubles.Exhausted())
                .Take(MaxFindings)],
            Waits = [.. view.Waits.Concat(troubles.WriterWaits())
                .OrderByDescending(static wait => wait.Waited)
                .Take(MaxWaits)],
            Notes = Notes(outcome, leases),
        };
    }

    private List<string> Notes(ServerOutcome outcome, HeldLeases leases)
    {
        List<string> notes = [.. outcome.Report?.Missing ?? []];
        if (!inspector.CanAsk)
        {
            notes.Add("This database was not asked about sessions: there is no server, or its driver has no such "
                + "question.");
        }
        else if (leases.AreUntold)
        {
            notes.Add("Leases cannot be matched with sessions of the server: a pooler or several servers stand behind "
                + "the connection string. A pool is named where a session calls itself like it.");
        }

        if (outcome.Report?.Sessions.Any(static session => session.Wait?.AreCandidates == true) == true)
        {
            notes.Add("The server does not tell who has a lock on a table: candidates are sessions that have been in a "
                + "transaction or a statement for longer than the wait.");
        }

        return notes;
    }

    // Said already, with those who wait behind it.
    private static bool IsTheSame(DiagnosisFinding found, DiagnosisFinding call)
        => found.Kind == call.Kind && found.Who!.ToString() == call.Who!.ToString();

    // What most wait for is what ends most of the trouble.
    private static IEnumerable<DiagnosisFinding> Ranked(IEnumerable<DiagnosisFinding> findings)
        => findings.OrderByDescending(static finding => finding.Waiting)
            .ThenByDescending(static finding => finding.For);
}
