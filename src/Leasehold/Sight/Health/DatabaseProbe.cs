using Leasehold.Providers;
using Microsoft.Extensions.Logging;

namespace Leasehold.Sight.Health;

/// <summary>Asks one database for a sign of life.</summary>
/// <remarks>
/// Thread-safe. One question at a time, and one answer serves a second: the health route is open to everybody, and
/// must not let them take connections. It runs outside the flow and the cancellation of the request that began it.
/// </remarks>
internal sealed class DatabaseProbe(
    RegisteredDatabase database, string sql, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    // Guards _last and _startedAt.
    private readonly Lock _lock = new();
    private Task<ProbeOutcome>? _last;
    private long _startedAt;

    public RegisteredDatabase Database => database;

    public async Task<ProbeOutcome> AskAsync(CancellationToken cancellationToken)
    {
        var (asking, remaining) = Current();
        if (!asking.IsCompleted && remaining <= TimeSpan.Zero)
        {
            return ProbeOutcome.Unreachable;
        }

        try
        {
            // The driver may not heed its cancellation when the network is gone, so the wait has a bound of its own.
            return await asking.WaitAsync(remaining, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.ProbeFailed(logger, database.Name, $"no answer within {timeout.TotalSeconds:0.###} s");
            return ProbeOutcome.Unreachable;
        }
    }

    private (Task<ProbeOutcome> Asking, TimeSpan Remaining) Current()
    {
        lock (_lock)
        {
            var age = time.GetElapsedTime(_startedAt);
            if (_last is null || (_last.IsCompleted && age >= Freshness))
            {
                _startedAt = time.GetTimestamp();
                age = TimeSpan.Zero;
                using (ExecutionContext.SuppressFlow())
                {
                    _last = Task.Run(ProbeAsync, CancellationToken.None);
                }
            }

            return (_last, _last.IsCompleted ? timeout : timeout - age);
        }
    }

    private async Task<ProbeOutcome> ProbeAsync()
    {
        var workload = Roomiest();
        using var flow = Flow.Begin("health probe", workload);
        using var bound = new CancellationTokenSource(timeout, time);
        try
        {
            // Waiting takes half at the most, so that a full pool and a silent database can be told apart.
            var options = new SessionOptions { Workload = workload, AcquireTimeout = timeout / 2 };
            return await database.Pools.InReadSessionAsync(options, QueryAsync, bound.Token).ConfigureAwait(false);
        }
        catch (PoolExhaustedException)
        {
            return ProbeOutcome.Busy;
        }
        catch (Exception exception)
        {
            // Whatever it is, the answer is the same, and the type is all that may be said of it.
            Log.ProbeFailed(logger, database.Name, exception.GetType().Name);
            return ProbeOutcome.Unreachable;
        }
    }

    private async Task<ProbeOutcome> QueryAsync(Session session, CancellationToken cancellationToken)
    {
        var command = session.Connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = session.Transaction;
            command.CommandText = sql;
            command.CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds);
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }

        return ProbeOutcome.Reached;
    }

    // Asking through a pool that is full would only learn that it is full.
    private Workload Roomiest()
        => database.Pools.All
            .Select(static pool => (pool.Workload, Now: pool.Snapshot(maxHolders: 0)))
            .OrderBy(static p => p.Now.Waiting)
            .ThenByDescending(static p => p.Now.Size - p.Now.InUse)
            .ThenBy(static p => p.Workload.Name, StringComparer.Ordinal)
            .First()
            .Workload;
}
