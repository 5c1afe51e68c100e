using System.Data.Common;
using Leasehold.Admission;

namespace Leasehold.Leases;

/// <summary>
/// Looks after a pool's idle connections: closes those that are too old, opens what <see cref="PoolOptions.WarmUp"/>
/// asks for, and undoes what the last holder left where the driver would do so with the next holder's first command
/// only (Npgsql), so that locks, listeners and temporary tables would stay for as long as no one leases.
/// </summary>
/// <remarks>
/// Neither driver tells what idle connections it has, and one hands out the oldest first, the other the newest. So free
/// places are taken, as many as there may be idle connections, and opened, all before the first goes back: what is
/// open at once was idle, the rest would have to connect. What needs nothing goes back at once, microseconds later.
/// </remarks>
internal sealed class IdleSweep(PoolCore pool)
{
    /// <summary>
    /// What a holder left is undone this long after the return, and a look (0.5 s) later at the most: documented with
    /// <see cref="ResetOnReturn.Full"/>. A busy pool's connections are leased again long before.
    /// </summary>
    private const int IdleMs = 2000;

    /// <summary>How often it is looked whether there are as many as are to be kept; at once after a clearing.</summary>
    private const int FillIntervalMs = 5000;

    /// <summary>The pause after connecting has failed; doubled each time, up to the longest.</summary>
    private const int FirstPauseMs = 1000;
    private const int LongestPauseMs = 30_000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    // The physical connections that hold what was left; only the sweep that runs writes it.
    private readonly HashSet<int> _due = [];
    private Task _run = Task.CompletedTask;
    private int _isRunning;
    private long _fillAtMs;
    private int _failures;
    private int _clearings;

    private bool MustRecycle => pool.Guaranteed.DiscardsOne && pool.Ages.AnyIsOver(pool.NowMs);

    /// <summary>Begins a sweep if one is due; returns at once.</summary>
    public void Look()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            return;
        }

        NoteWhatWasLeft();
        var fills = MustFill();
        if (_due.Count == 0 && !fills && !MustRecycle)
        {
            Volatile.Write(ref _isRunning, 0);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static sweep => _ = sweep.Self.Run(sweep.Fills, CancellationToken.None),
            (Self: this, Fills: fills),
            preferLocal: false);
    }

    /// <summary>Opens what is to be kept open; ends when it is, or has failed.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            await Volatile.Read(ref _run).WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Yield();
        }

        await EnlistedSlots.Outside(() => Run(fills: true, cancellationToken)).ConfigureAwait(false);
    }

    private bool MustFill()
    {
        var clearings = pool.Clearings;
        var isCleared = clearings != _clearings;
        _clearings = clearings;
        return pool.Options.WarmUp > 0 && (pool.NowMs >= _fillAtMs || (isCleared && _failures == 0));
    }

    private void NoteWhatWasLeft()
    {
        if (!pool.Guaranteed.ResetsLate)
        {
            return;
        }

        var nowMs = pool.NowMs;
        foreach (var slot in pool.Slots)
        {
            if (!slot.IsHeld && slot.ReturnedAtMs is not 0 and var returnedAtMs && nowMs - returnedAtMs >= IdleMs)
            {
                slot.ReturnedAtMs = 0;
                if (slot.PhysicalId != 0 && ReferenceEquals(slot.Driver, pool.Guaranteed))
                {
                    _due.Add(slot.PhysicalId);
                }
            }
        }
    }

    private Task Run(bool fills, CancellationToken cancellationToken)
    {
        var run = RunAsync(fills, cancellationToken);
        Volatile.Write(ref _run, run);
        return run;
    }

    private async Task RunAsync(bool fills, CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(fills, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            pool.Observer.ReturnFailed(exception);
        }
        finally
        {
            _due.Clear();
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task SweepAsync(bool fills, CancellationToken cancellationToken)
    {
        var held = pool.Slots.Where(slot => slot.IsHeld && ReferenceEquals(slot.Driver, pool.Guaranteed)).ToList();
        var kept = fills ? pool.Options.WarmUp - held.Count : 0;
        var idle = _due.Count > 0 || MustRecycle ? pool.Ages.Count - held.Count : 0;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(pool.Options.ConnectTimeout);
        using var surplus = CancellationTokenSource.CreateLinkedTokenSource(bound.Token);
        var visits = new List<IdleVisit>();
        while (visits.Count < Math.Max(kept, idle) && pool.Gate.TryTakeIdle(out var place))
        {
            var visit = new IdleVisit(
                pool, place, isWanted: visits.Count < kept, visits.Count < kept ? bound.Token : surplus.Token);
            visits.Add(visit);
            if (visit.IsConnecting && !visit.IsWanted)
            {
                // There are no more idle ones than those in hand, and none is to be made.
                await surplus.CancelAsync().ConfigureAwait(false);
                break;
            }
        }

        if (visits.Exists(static visit => visit.IsConnecting))
        {
            var met = visits.Select(static visit => visit.PhysicalId);
            pool.Ages.Keep([.. met, .. held.Select(static slot => slot.PhysicalId)]);
        }

        // One stands for all when the server has gone meanwhile: then none is left, and all are opened anew.
        var sample = fills ? visits.Find(static visit => !visit.IsConnecting) : null;
        var ends = visits.ConvertAll(
            visit => visit.EndAsync(ReferenceEquals(visit, sample) || _due.Contains(visit.PhysicalId), Bound));
        var failure = (await Task.WhenAll(ends).ConfigureAwait(false)).FirstOrDefault(static e => e is not null);
        if (fills)
        {
            PlanNextFill(failure);
        }
    }

    private void PlanNextFill(Exception? failure)
    {
        _failures = failure is null ? 0 : _failures + 1;
        var pauseMs = failure is null
            ? FillIntervalMs
            : Math.Min(FirstPauseMs << Math.Min(_failures - 1, 10), LongestPauseMs);
        _fillAtMs = pool.NowMs + pauseMs;
        if (failure is not null)
        {
            pool.Observer.WarmUpFailed(TimeSpan.FromMilliseconds(pauseMs), failure);
        }
    }
}
