using Leasehold.Providers;
using Microsoft.Extensions.Logging;

namespace Leasehold.Sight.Health;

/// <summary>Asks one database for a sign of life.</summary>
/// <remarks>Thread-safe. The health route is open to everybody: <see cref="SharedQuestion{T}"/>.</remarks>
internal sealed class DatabaseProbe(
    RegisteredDatabase database, string sql, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private readonly SharedQuestion<ProbeOutcome> _question = new(timeout, time);

    public RegisteredDatabase Database => database;

    public Task<ProbeOutcome> AskAsync(CancellationToken cancellationToken)
        => _question.AskAsync(ProbeAsync, Late, cancellationToken);

    private ProbeOutcome Late(bool hasWaited)
    {
        if (hasWaited)
        {
            Log.ProbeFailed(logger, database.Name, $"no answer within {timeout.TotalSeconds:0.###} s");
        }

        return ProbeOutcome.Unreachable;
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
