using System.Diagnostics;
using Leasehold.Scenarios.Soak.Applications;

namespace Leasehold.Scenarios.Soak;

/// <summary>
/// When everybody has gone: every place is free, the ledgers are empty, and all places can be had at once.
/// </summary>
internal static class LastLook
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<List<string>> TakeAsync(SoakApplication application)
    {
        var wrong = new List<string>();
        var pools = application.Pools;
        if (!await SoonAsync(() => pools.All.All(static pool => IsAtRest(pool.Snapshot()))))
        {
            wrong.AddRange(pools.All.Select(static pool => pool.Snapshot()).Where(static now => !IsAtRest(now))
                .Select(Describe));
            return wrong;
        }

        // A session killed in the last moment may still be among the idle ones, and within the bypass.
        foreach (var pool in pools.All)
        {
            pool.Clear();
        }

        wrong.AddRange(await TakeAllAsync(pools));
        wrong.AddRange(await TakeTurnAsync(pools));
        if (!await SoonAsync(() => application.CountConnections() <= SoakPlan.Guaranteed))
        {
            wrong.Add($"{application.Name}: {application.CountConnections()} connections remain, "
                + $"{SoakPlan.Guaranteed} are guaranteed: "
                + string.Join("; ", await application.Database.ReadSessionsAsync(application.ConnectionString)));
        }

        return wrong;
    }

    private static bool IsAtRest(PoolSnapshot now)
        => now is { InUse: 0, OverflowInUse: 0, Waiting: 0, Holders.Count: 0 };

    private static string Describe(PoolSnapshot now)
        => $"{now.Name}: {now.InUse}+{now.OverflowInUse} in use, {now.Waiting} wait, held by "
            + $"[{string.Join("; ", now.Holders)}]";

    // One pool at a time, so that each can borrow all there is.
    private static async Task<List<string>> TakeAllAsync(ConnectionPools pools)
    {
        var wrong = new List<string>();
        foreach (var pool in pools.All)
        {
            var now = pool.Snapshot();
            var places = now.Size + Math.Min(now.MaxOverflow, SoakPlan.Borrowed);
            var leases = new List<ConnectionLease>();
            try
            {
                while (leases.Count < places)
                {
                    leases.Add(await pool.LeaseAsync());
                }
            }
            catch (Exception exception)
            {
                wrong.Add($"{pool.Name}: {leases.Count} of {places} places can be had: {exception.Message}");
            }

            foreach (var lease in leases)
            {
                await lease.DisposeAsync();
            }
        }

        return wrong;
    }

    private static async Task<List<string>> TakeTurnAsync(ConnectionPools pools)
    {
        try
        {
            await pools.InSessionAsync((session, token) => SoakSql.UpdateAsync(
                session.Connection, session.Transaction, 1, token));
            return [];
        }
        catch (Exception exception)
        {
            return [$"{pools.Api.Name}: nobody can write: {exception.Message}"];
        }
    }

    private static async Task<bool> SoonAsync(Func<bool> isSo)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(startedAt) > SoakPlan.EndMargin)
            {
                return false;
            }

            // What was lost is found by the collector, and by two looks of the pools.
            GC.Collect();
            await Task.Delay(Pause);
        }

        return true;
    }
}
