using Leasehold.Admission;
using Leasehold.Leases;
using Leasehold.Pools;

namespace Leasehold.Sight.Diagnoses;

/// <summary>What the pools know without a server: full pools, nested leases, external calls, the line of writers.
/// </summary>
internal sealed class PoolTroubles(
    IReadOnlyList<PoolCore> pools, HeldLeases leases, SessionView view, TimeProvider time)
{
    private const int MaxHolders = 1000;

    /// <summary>The line of writers, where a database takes one at a time.</summary>
    public IEnumerable<DiagnosisFinding> WriterLines()
    {
        foreach (var (turn, line) in Lines())
        {
            var inLine = turn.InLine.ToList();
            if (inLine.Count == 0 || inLine.Max(waiter => time.GetElapsedTime(waiter.Since)) is var longest
                && longest < Thresholds.LongWait)
            {
                continue;
            }

            yield return new DiagnosisFinding
            {
                Kind = DiagnosisKind.WriterLine,
                What = $"The database takes one writer at a time, and {Phrases.Count(inLine.Count, "caller")} wait"
                    + $"{(inLine.Count == 1 ? "s" : "")} for the turn to write, the first for "
                    + $"{Phrases.Age(inLine.Max(waiter => time.GetElapsedTime(waiter.Since)))}: "
                    + $"{Phrases.Names(inLine.Select(static waiter => Waiter(waiter.Pool, waiter.Waiter)))}.",
                Who = line.Writer is { } writer ? WriterOf(writer) : null,
                For = line.Writer?.HeldFor ?? TimeSpan.Zero,
                Waiting = inLine.Count,
                Action = line.Advice(),
            };
        }
    }

    public IEnumerable<DiagnosedWait> WriterWaits()
        => Lines().SelectMany(pair => pair.Turn.InLine.Select(waiter => new DiagnosedWait
        {
            Waiter = Waiter(waiter.Pool, waiter.Waiter),
            Blockers = pair.Line.Writer is { } writer ? [WriterOf(writer)] : [],
            Waited = time.GetElapsedTime(waiter.Since),
            Lock = "turn to write",
        }));

    /// <summary>Flows that wait for a connection while they hold one.</summary>
    public IEnumerable<DiagnosisFinding> Nested()
        => pools
            .SelectMany(static pool => pool.Gate.Waiters
                .Select(waiter => (Pool: pool, Flow: waiter.Tag as Flow, waiter.Since)))
            .Where(waiter => waiter.Flow is { HeldLeases: > 0 } && IsLong(waiter.Since))
            .GroupBy(static waiter => (waiter.Pool.Name, waiter.Flow!.Name))
            .Select(group =>
            {
                var waiting = group.ToList();
                var (pool, flow, since) = waiting.MinBy(static waiter => waiter.Since);
                var held = HeldBy(flow!);
                return new DiagnosisFinding
                {
                    Kind = DiagnosisKind.NestedAcquire,
                    What = $"{(flow!.IsUnnamed ? "A flow without a name" : flow.Name)} waits for a connection of "
                        + $"pool {pool.Name} with another one in hand ({Phrases.Count(waiting.Count, "call")}): when "
                        + "all do that, nobody goes on.",
                    Who = held,
                    For = time.GetElapsedTime(since),
                    Waiting = waiting.Count,
                    Action = "Pass on the session or connection that was taken"
                        + $"{(held is null ? "" : Phrases.At(held))}, or return it before the second one is leased.",
                };
            });

    /// <summary>Leases that are kept across an external call.</summary>
    public IEnumerable<DiagnosisFinding> ExternalCalls()
        => leases.All.Where(static lease => lease.Holder is { Activity: HolderActivity.ExternalCall } holder
                && holder.HeldFor >= Thresholds.LongLine)
            .GroupBy(static lease => (Text: lease.ToString(), lease.Holder!.ExternalHost))
            .Select(static group =>
            {
                var longest = group.MaxBy(static lease => lease.Holder!.HeldFor)!;
                return new DiagnosisFinding
                {
                    Kind = DiagnosisKind.ExternalCall,
                    What = $"{longest} keeps {Phrases.Count(group.Count(), "connection")} of pool {longest.Pool} "
                        + $"across an external call to {longest.Holder!.ExternalHost}, the longest for "
                        + $"{Phrases.Age(longest.Holder.HeldFor)}.",
                    Who = longest,
                    For = longest.Holder.HeldFor,
                    Action = $"Split it into three stages{Phrases.At(longest)}, so that the call runs with no "
                        + "connection.",
                };
            });

    /// <summary>Pools with nothing left.</summary>
    public IEnumerable<DiagnosisFinding> Exhausted()
    {
        foreach (var pool in pools)
        {
            var now = PoolSnapshot.Of(pool, MaxHolders);
            var first = pool.Gate.Waiters.Select(static waiter => waiter.Since).DefaultIfEmpty(long.MaxValue).Min();
            if (!now.IsSaturated || !IsLong(first) || Culprit.Of(now.Holders) is not { } culprit)
            {
                continue;
            }

            var inLocks = now.Holders.Count(
                holder => holder.Session is { } number && view.Find(number)?.Wait is not null);
            yield return new DiagnosisFinding
            {
                Kind = DiagnosisKind.PoolExhausted,
                What = $"Every connection of pool {now.Name} is leased ({now.InUse} of {now.Size}, "
                    + $"{now.OverflowInUse} borrowed of {now.MaxOverflow}), and {Phrases.Count(now.Waiting, "caller")} "
                    + $"wait{(now.Waiting == 1 ? "s" : "")}. {culprit.Name} holds {culprit.Held} of them.",
                Who = new DiagnosedSession { Pool = now.Name, Holder = culprit.Longest },
                For = time.GetElapsedTime(first),
                Waiting = now.Waiting,
                Action = 2 * inLocks > now.Holders.Count
                    ? $"Most of its holders ({inLocks}) wait for a lock in the database: see who has it first."
                    : culprit.Advice(now.Settings),
            };
        }
    }

    private static DiagnosedSession Waiter(PoolCore pool, Holder holder) => new() { Pool = pool.Name, Holder = holder };

    private DiagnosedSession WriterOf(Holder writer)
        => leases.All.Find(lease => lease.Holder!.Lease == writer.Lease
                && string.Equals(lease.Holder.Workload, writer.Workload, StringComparison.Ordinal))
            ?? new DiagnosedSession { Pool = PoolNameOf(writer.Workload), Holder = writer };

    private string? PoolNameOf(string workload)
        => pools.FirstOrDefault(pool => string.Equals(pool.Workload.Name, workload, StringComparison.Ordinal))?.Name;

    private DiagnosedSession? HeldBy(Flow flow)
        => pools.SelectMany(static pool => pool.Slots)
            .Where(slot => slot.IsHeld && ReferenceEquals(slot.Flow, flow))
            .Select(static slot => new DiagnosedSession { Pool = slot.Pool.Name, Holder = Ledger.Describe(slot) })
            .FirstOrDefault();

    private IEnumerable<(WriterTurn Turn, WriterLine Line)> Lines()
        => pools.Where(static pool => pool.WriterTurn is not null)
            .DistinctBy(static pool => pool.WriterTurn)
            .Select(static pool => (pool.WriterTurn!, pool.WriterTurn!.Read(pool)));

    private bool IsLong(long since) => since != long.MaxValue && time.GetElapsedTime(since) >= Thresholds.LongLine;
}
