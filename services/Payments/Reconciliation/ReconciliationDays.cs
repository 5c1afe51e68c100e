using System.Globalization;
using Leasehold.Payments.Schema;
using Leasehold.Providers;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Reconciliation;

/// <summary>Which days were compared, and which instance is at one.</summary>
internal sealed class ReconciliationDays(ConnectionPools pools, ServiceDatabase database, TimeProvider time)
{
    /// <summary>Renewed with every page; an instance that is gone is succeeded after it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static string NameOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Takes a day up, unless it is done or another instance is at it.</summary>
    public async Task<bool> TryClaimAsync(DateOnly day, bool again, CancellationToken cancellationToken)
    {
        var (name, now) = (NameOf(day), time.NowUs());
        var until = now + (long)Lease.TotalMicroseconds;
        try
        {
            return await pools.InSessionAsync(
                Workload.Background,
                async (session, token) =>
                {
                    using var db = database.On(session);
                    var days = db.GetTable<ReconciliationRow>().Where(r => r.Day == name);
                    if (!await days.AnyAsync(token))
                    {
                        var row = new ReconciliationRow { Day = name, LeaseUntilUs = until, StartedUs = now };
                        await db.InsertAsync(row, token: token);
                        return true;
                    }

                    return await days.Where(r => r.LeaseUntilUs < now && (again || r.FinishedUs == null))
                        .Set(static r => r.LeaseUntilUs, until)
                        .Set(static r => r.StartedUs, now)
                        .Set(static r => r.FinishedUs, (long?)null)
                        .Set(static r => r.CheckedPayments, 0)
                        .UpdateAsync(token) == 1;
                },
                cancellationToken);
        }
        catch (Exception problem) when (pools.Provider.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>Notes progress and keeps the day; at the end gives it back.</summary>
    public Task SaveAsync(
        DateOnly day, bool wasListed, long checkedPayments, bool isFinished, CancellationToken cancellationToken)
    {
        var (name, now) = (NameOf(day), time.NowUs());
        return pools.InSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                await db.GetTable<ReconciliationRow>().Where(r => r.Day == name)
                    .Set(static r => r.LeaseUntilUs, isFinished ? 0 : now + (long)Lease.TotalMicroseconds)
                    .Set(static r => r.WasListed, wasListed ? 1 : 0)
                    .Set(static r => r.CheckedPayments, checkedPayments)
                    .Set(static r => r.FinishedUs, isFinished ? now : (long?)null)
                    .UpdateAsync(token);
            },
            cancellationToken);
    }

    public Task<List<ReconciliationRow>> NewestAsync(int count, CancellationToken cancellationToken)
        => pools.InReadSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.GetTable<ReconciliationRow>()
                    .OrderByDescending(static r => r.Day).Take(count).ToListAsync(token);
            },
            cancellationToken);
}
