using System.Collections.Concurrent;
using Leasehold.AspNetCore;
using Leasehold.Durable;
using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.Dashboard;

/// <summary>Reads the journals, for all who look, and re-drives dead letters.</summary>
/// <remarks>
/// Thread-safe. The only part of the dashboard that leases: three short reads of the Background pool at a time, and
/// none while that pool is full. It must not queue in front of the work it is there to show.
/// </remarks>
internal sealed class DurableReader(HostServices host, TimeProvider time, ILogger<DurableReader> logger)
{
    public const string FlowName = "leasehold dashboard";

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DurableFrame> _latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _faulty = new(StringComparer.Ordinal);

    /// <summary>What was last read; null where the database has no journal.</summary>
    public DurableFrame? Latest(RegisteredDatabase database)
        => _latest.TryGetValue(database.Name, out var frame)
            ? frame
            : OperationsOf(database) is { } operations
                ? new DurableFrame(null, operations.Instance, [], [], JournalTrouble.None)
                : null;

    public async Task ReadAsync(RegisteredDatabase database, CancellationToken cancellationToken)
    {
        if (OperationsOf(database) is not { } operations)
        {
            return;
        }

        var last = Latest(database)!;
        if (IsFull(database))
        {
            _latest[database.Name] = last with { Trouble = JournalTrouble.PoolIsFull };
            return;
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(ReadTimeout);
        try
        {
            using var flow = Flow.Begin(FlowName, Workload.Background);
            var open = await operations
                .ListAsync(DurableState.Prepared, DurableFrame.MaxRows, null, bound.Token).ConfigureAwait(false);
            var dead = await operations
                .ListDeadAsync(DurableFrame.MaxRows, null, bound.Token).ConfigureAwait(false);
            var kinds = await operations.ListKindsAsync(bound.Token).ConfigureAwait(false);
            _latest[database.Name] = new DurableFrame(
                time.GetUtcNow(), operations.Instance, open, dead, JournalTrouble.None)
            {
                Kinds = kinds,
            };
            _faulty.TryRemove(database.Name, out _);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _latest[database.Name] = last with { Trouble = JournalTrouble.Unreadable };
            if (_faulty.TryAdd(database.Name, true))
            {
                Log.JournalUnreadable(logger, exception, database.Name);
            }
        }
    }

    /// <summary>Gives a dead letter its attempts again.</summary>
    /// <returns>Whether it was one still.</returns>
    public async Task<bool> RedriveAsync(RegisteredDatabase database, DurableRecord record, string caller)
    {
        if (OperationsOf(database) is not { } operations)
        {
            return false;
        }

        using var bound = new CancellationTokenSource(ReadTimeout);
        using var flow = Flow.Begin(FlowName, Workload.Background);
        var wasDead = await operations.RedriveAsync(record.Id, bound.Token).ConfigureAwait(false);
        if (wasDead)
        {
            Log.Redriven(logger, caller, record.Id, record.Kind, database.Name);
        }

        return wasDead;
    }

    private static bool IsFull(RegisteredDatabase database)
    {
        var pool = database.Pools.Background.Snapshot(0);
        return pool.Waiting > 0 || pool.InUse >= pool.Size;
    }

    private DurableOperations? OperationsOf(RegisteredDatabase database)
        => database.IsFirst
            ? host.Services.GetService<DurableOperations>()
            : host.Services.GetKeyedService<DurableOperations>(database.Name);
}
