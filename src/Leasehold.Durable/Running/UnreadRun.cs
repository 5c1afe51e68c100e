namespace Leasehold.Durable;

/// <summary>What is written down of attempts whose arguments could not be read.</summary>
internal static class UnreadRun
{
    private const string Prefix = "this version cannot read its arguments";

    public static string ReasonOf(Exception exception) => $"{Prefix}: {exception.GetType().Name}";

    /// <summary>
    /// Whether the attempt before was none: then whoever can read the arguments has one to make, however late.
    /// </summary>
    public static bool WasLeftBy(string? lastReason)
        => lastReason?.StartsWith(Prefix, StringComparison.Ordinal) == true;
}

/// <summary>
/// An attempt of an operation whose arguments this version of the service cannot read. It is somebody else's work, as
/// in a rolling deployment, until its attempts are used up; then its own rows are told with what is known.
/// </summary>
internal sealed class UnreadRun<TArgs, TReply, TResult>(
    RunParts parts,
    OperationType<TArgs, TReply, TResult> type,
    ClaimedRow row,
    Workload workload,
    Exception exception)
{
    private readonly FencedSession _sessions = new(parts, row.Claim, workload);
    private readonly FencedSession _upkeep = new(parts, row.Claim, JournalPool.Workload);
    private readonly string _reason = UnreadRun.ReasonOf(exception);

    /// <summary>Gives it back, or abandons it. What it cannot write down is left to the end of the claim.</summary>
    public async Task<DurableRun<TResult>> ExecuteAsync()
    {
        parts.Active.Add(row.Claim);
        parts.Metrics.Unread(type.Kind);
        try
        {
            if (row.Attempt > type.Options.MaxAttempts)
            {
                return await AbandonAsync().ConfigureAwait(false);
            }

            var pause = RetryPause.After(row.Attempt, type.Options);
            await GiveBackAsync(pause).ConfigureAwait(false);
            Log.ArgumentsUnreadable(
                parts.Logger, exception, type.Kind, row.Id, row.Attempt, type.Options.MaxAttempts, pause);
        }
        catch (StaleOwnerException)
        {
            Log.Fenced(parts.Logger, type.Kind, row.Id, row.Claim.Epoch);
            parts.Metrics.Fenced(type.Kind);
        }
        catch (Exception failure)
        {
            Log.RunFailed(parts.Logger, failure, type.Kind, row.Id);
        }
        finally
        {
            parts.Active.Remove(row.Claim);
        }

        return DurableRun<TResult>.Without(row.Id, DurableRunStatus.Pending, _reason);
    }

    private async Task GiveBackAsync(TimeSpan pause)
    {
        // The others look at least once before it is this instance's turn again.
        parts.Unread.Add(row.Id, pause + (parts.Options.PollInterval * 2));
        using var bound = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        await _upkeep.RunAsync(
            (session, owned, token) => parts.Journal
                .GiveBackAsync(session, owned, pause, _reason, row.SinceLastCall is not null, token),
            static (_, _) => Task.FromResult(true),
            static row => row.Owner is null,
            FencedSteps.Unknown,
            bound.Token).ConfigureAwait(false);
    }

    private Task<DurableRun<TResult>> AbandonAsync()
        => new Abandonment<TArgs, TReply, TResult>(parts, type, _sessions, _upkeep).RunAsync(
            new AbandonedCall<TArgs>
            {
                Id = row.Id,
                Attempt = row.Attempt,
                PreparedAt = row.PreparedAt,
                SinceLastCall = row.SinceLastCall,
                UnreadArgs = row.Args,
            },
            _reason);
}
