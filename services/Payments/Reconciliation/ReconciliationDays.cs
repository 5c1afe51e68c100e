using System.Globalization;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Reconciliation;

/// <summary>Which days were compared, and which instance is at one.</summary>
internal sealed class ReconciliationDays(ConnectionPools pools, ServiceDatabase database, TimeProvider time)
{
    /// <summary>Renewed with every page; an instance that is gone is succeeded after it.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    public static string NameOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Takes a day up, unless it is done or another instance is at it.</summary>
    public async Task<bool> TryClaimAsync(DateOnly day, bool again, CancellationToken cancellationToken)
    {
        var (name, now) = (NameOf(day), time.NowUs());
        var until = now + (long)Claim.TotalMicroseconds;
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
                        var row = new ReconciliationRow { Day = name, ClaimedUntilUs = until, StartedUs = now };
                        await db.InsertAsync(row, token: token);
                        return true;
                    }

                    return await days.Where(r => r.ClaimedUntilUs < now && (again || r.FinishedUs == null))
                        .Set(static r => r.ClaimedUntilUs, until)
                        .Set(static r => r.StartedUs, now)
                        .Set(static r => r.FinishedUs, (long?)null)
                        .Set(static r => r.CheckedPayments, 0)
                        .UpdateAsync(token) == 1;
                },
                cancellationToken);
        }
        catch (Exception problem) when (pools.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>Notes progress; keeps the day, gives it back, or closes it.</summary>
    public Task SaveAsync(
        DateOnly day,
        bool wasListed,
        long checkedPayments,
        DayProgress progress,
        CancellationToken cancellationToken)
    {
        var (name, now) = (NameOf(day), time.NowUs());
        var until = progress == DayProgress.Going ? now + (long)Claim.TotalMicroseconds : 0;
        var finished = progress == DayProgress.Finished ? now : (long?)null;
        return pools.InSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                await db.GetTable<ReconciliationRow>().Where(r => r.Day == name)
                    .Set(static r => r.ClaimedUntilUs, until)
                    .Set(static r => r.WasListed, wasListed ? 1 : 0)
                    .Set(static r => r.CheckedPayments, checkedPayments)
                    .Set(static r => r.FinishedUs, finished)
                    .UpdateAsync(token);
            },
            cancellationToken);
    }

    /// <summary>Keeps the day while a long list is read.</summary>
    public Task KeepAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var (name, until) = (NameOf(day), time.NowUs() + (long)Claim.TotalMicroseconds);
        return pools.InSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                await db.GetTable<ReconciliationRow>().Where(r => r.Day == name)
                    .Set(static r => r.ClaimedUntilUs, until)
                    .UpdateAsync(token);
            },
            cancellationToken);
    }

    /// <summary>The oldest days that were taken up and are not done, up to a day.</summary>
    public async Task<List<DateOnly>> OpenAsync(DateOnly newest, int count, CancellationToken cancellationToken)
    {
        var name = NameOf(newest);
        var open = await pools.InReadSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.GetTable<ReconciliationRow>()
                    .Where(r => r.FinishedUs == null && string.Compare(r.Day, name) <= 0)
                    .OrderBy(static r => r.Day).Select(static r => r.Day).Take(count).ToListAsync(token);
            },
            cancellationToken);
        return open.ConvertAll(static d => DateOnly.ParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture));
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
