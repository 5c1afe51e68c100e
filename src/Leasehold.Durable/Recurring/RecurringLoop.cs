using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>Writes the operations of recurrences when their time has come, whichever instance is there first.</summary>
internal sealed class RecurringLoop(
    RunParts parts, RecurringJournal journal, IReadOnlyList<Recurrence> recurrences, Action wake)
{
    // Looked at again at least so often: another instance may have put another expression in force, or a kind goes on.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly SessionOptions Scheduling = new() { Workload = JournalPool.Workload, MaxRetries = 3 };

    private readonly List<string> _names = [.. recurrences.Select(static recurrence => recurrence.Name)];
    private readonly List<Recurrence> _unregistered = [.. recurrences];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = LongestWait;
            try
            {
                wait = await RoundAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The rows stand where they stood; the next round writes what this one did not.
                Log.RecurrenceFailed(parts.Logger, exception);
                wait = parts.Options.PollInterval;
            }

            await Task.Delay(wait < LongestWait ? wait : LongestWait, parts.Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var recurrence in _unregistered.ToList())
        {
            await RegisterAsync(recurrence, cancellationToken).ConfigureAwait(false);
            _unregistered.Remove(recurrence);
        }

        var next = await NextAsync(cancellationToken).ConfigureAwait(false);
        if (next > TimeSpan.Zero || next is null)
        {
            return (next ?? LongestWait) + ShortestWait;
        }

        var written = 0;
        foreach (var recurrence in recurrences)
        {
            written += await TryWriteAsync(recurrence, cancellationToken).ConfigureAwait(false);
        }

        if (written > 0)
        {
            wake();
        }

        // Due and not written: it is paused, or another instance is at it.
        next = await NextAsync(cancellationToken).ConfigureAwait(false);
        return next is { } wait && wait > TimeSpan.Zero ? wait + ShortestWait : parts.Options.PollInterval;
    }

    private Task<TimeSpan?> NextAsync(CancellationToken cancellationToken)
        => parts.Pools.InReadSessionAsync(
            Scheduling, (session, token) => journal.NextAsync(session, _names, token), cancellationToken);

    // The instance that started last decides: in a rolling deployment that is one of the new version.
    private async Task RegisterAsync(Recurrence recurrence, CancellationToken cancellationToken)
    {
        var schedule = new Schedule(recurrence.Options.Cron, recurrence.Options.TimeZone);
        try
        {
            await parts.Pools.InSessionAsync(
                Scheduling,
                async (session, token) =>
                {
                    if (await journal.FindAsync(session, recurrence.Name, token).ConfigureAwait(false) is not { } found)
                    {
                        var now = await journal.NowAsync(session, token).ConfigureAwait(false);
                        await journal.InsertAsync(session, recurrence, schedule.After(now), token)
                            .ConfigureAwait(false);
                    }
                    else if (found.Record.Cron != recurrence.Options.Cron
                        || found.Record.TimeZone != recurrence.Options.TimeZone
                        || found.Record.Kind != recurrence.Kind)
                    {
                        // Not once more what another instance has just written.
                        var from = found.Record.LastAt > found.Now ? found.Record.LastAt.Value : found.Now;
                        await journal.ChangeAsync(session, recurrence, schedule.After(from), token)
                            .ConfigureAwait(false);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (parts.Pools.Provider.Classify(exception) == DatabaseErrorKind.UniqueViolation)
        {
            // Another instance that starts now was quicker.
        }
    }

    // One whose arguments cannot be made, or whose expression this version cannot read, holds up none of the others.
    private async Task<int> TryWriteAsync(Recurrence recurrence, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(recurrence, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Its row stands where it stood; a later round writes what this one did not.
            Log.RecurrenceFailed(parts.Logger, exception);
            return 0;
        }
    }

    private async Task<int> WriteAsync(Recurrence recurrence, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await parts.PassAsync(DurableSteps.Scheduling, bound.Token).ConfigureAwait(false);
        var written = await parts.Pools
            .InSessionAsync(
                Scheduling, (session, token) => WriteAsync(session, recurrence, token), bound.Token)
            .ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.Scheduled, bound.Token).ConfigureAwait(false);
        return written;
    }

    private async Task<int> WriteAsync(Session session, Recurrence recurrence, CancellationToken cancellationToken)
    {
        if (await journal.LockDueAsync(session, recurrence, cancellationToken).ConfigureAwait(false) is not
            { Record: { NextAt: { } from } record, Now: var now })
        {
            return 0;
        }

        await parts.PassAsync(DurableSteps.ScheduleSelected, cancellationToken).ConfigureAwait(false);
        var schedule = new Schedule(record.Cron, record.TimeZone);
        var due = schedule.Due(from, now, recurrence.Options);
        foreach (var at in due)
        {
            await parts.Journal
                .AddAsync(
                    session.Connection,
                    session.Transaction,
                    Guid.CreateVersion7(),
                    recurrence.Kind,
                    recurrence.ArgsOf(at),
                    TimeSpan.Zero,
                    cancellationToken)
                .ConfigureAwait(false);
        }

        await journal
            .MoveOnAsync(
                session,
                recurrence.Name,
                schedule.After(now),
                due.Count == 0 ? null : due[^1],
                cancellationToken)
            .ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.ScheduleWritten, cancellationToken).ConfigureAwait(false);
        return due.Count;
    }
}
