using Leasehold.Payments.Days;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Verify;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Idempotency;
using Leasehold.ServiceDefaults.Texts;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Reconciliation;

/// <summary>
/// Compares a day both ways. First the gateway's own list, where it has one: what only the gateway knows is found, and
/// what agrees is ticked off in bulk. Then every payment of ours that is not ticked off is asked for by its id.
/// </summary>
internal sealed class DayReconciliation(
    ConnectionPools pools,
    ServiceDatabase database,
    GatewayClient gateway,
    PaymentCheck check,
    ReviewDesk reviews,
    ReconciliationDays days,
    BusinessDays business,
    IOptions<ReconciliationOptions> options,
    TimeProvider time,
    ILogger<DayReconciliation> logger)
{
    private const int MaxIdLength = 255;
    private const int PageRows = 200;

    /// <summary>Some millions of payments a day; a list that goes on beyond is not one.</summary>
    private const int MaxPages = 100_000;

    /// <summary>
    /// Compares a day; one that another instance is at is left alone, and so is one that is done, unless it is to be
    /// compared again. The day closes only once it has ended, and where the gateway has a list, only by all of it: what
    /// came after a look would never be looked for.
    /// </summary>
    public async Task<DayResult> RunAsync(DateOnly day, bool again, CancellationToken cancellationToken)
    {
        if (!await days.TryClaimAsync(day, again, cancellationToken))
        {
            return DayResult.Busy;
        }

        var startedUs = time.NowUs();
        var hasEnded = HasEnded(day);
        var listing = await ReadListAsync(day, cancellationToken);
        var wasListed = listing == ListingResult.Listed;

        // A day that is tried again does not ask a second time for what was asked for after its end.
        var askedBefore = again || !hasEnded ? startedUs : Math.Min(startedUs, EndedUs(day));
        var (asked, unanswered) = await AskForTheRestAsync(day, askedBefore, wasListed, cancellationToken);
        var isComplete = listing != ListingResult.Failed && unanswered == 0;
        var isFinished = hasEnded && isComplete;
        await days.SaveAsync(
            day, wasListed, asked, isFinished ? DayProgress.Finished : DayProgress.Open, cancellationToken);
        Log.DayReconciled(logger, ReconciliationDays.NameOf(day), asked, wasListed, isFinished);
        return isComplete ? DayResult.Compared : DayResult.Incomplete;
    }

    /// <summary>Whether a day is over, and with it what was begun in it.</summary>
    public bool HasEnded(DateOnly day) => EndedUs(day) <= time.NowUs();

    /// <summary>The newest day that is over.</summary>
    public DateOnly NewestEnded() => business.Of(time.GetUtcNow() - options.Value.Delay).AddDays(-1);

    /// <summary>Whether a day has begun at all.</summary>
    public bool HasBegun(DateOnly day) => business.StartOf(day) <= time.NowUs();

    private long EndedUs(DateOnly day) => business.EndOf(day) + (long)options.Value.Delay.TotalMicroseconds;

    /// <summary>From the gateway's side, which keeps its list by days in UTC.</summary>
    private async Task<ListingResult> ReadListAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var result = ListingResult.NoList;
        foreach (var utc in business.UtcDaysOf(day))
        {
            result = await ReadListAsync(day, utc, cancellationToken);
            if (result != ListingResult.Listed)
            {
                break;
            }
        }

        return result;
    }

    private async Task<ListingResult> ReadListAsync(DateOnly day, DateOnly utc, CancellationToken cancellationToken)
    {
        string? after = null;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var (page, failure) = await gateway.ListAsync(utc, after, cancellationToken);
            if (page is null)
            {
                if (failure is null)
                {
                    return ListingResult.NoList;
                }

                Log.ListingFailed(logger, ReconciliationDays.NameOf(day), failure);
                return ListingResult.Failed;
            }

            await ComparePageAsync(page.Payments!, cancellationToken);
            if (page.NextAfter is null)
            {
                return ListingResult.Listed;
            }

            if (page.NextAfter == after)
            {
                break;
            }

            after = page.NextAfter;
            await days.KeepAsync(day, cancellationToken);
        }

        // It does not move on, or has no end.
        Log.ListingFailed(logger, ReconciliationDays.NameOf(day), Outcomes.Unreadable);
        return ListingResult.Failed;
    }

    private Task ComparePageAsync(List<GatewayPayment> listed, CancellationToken cancellationToken)
    {
        var ids = listed.Select(static p => p.MerchantUid).OfType<string>().Where(IdempotencyKey.IsWellFormed).ToList();

        // A list that leaves out our id still has its own.
        var transactions = listed.Where(static p => p.MerchantUid is null).Select(static p => p.TransactionId)
            .OfType<string>().Where(static t => PrintableText.IsName(t, MaxIdLength)).ToList();
        return pools.InSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                var ours = await db.GetTable<Payment>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(
                    static p => p.Id, StringComparer.Ordinal, token);
                var byTransaction = transactions.Count == 0 ? [] : await FindAsync(db, transactions, token);
                var agreed = new List<string>();
                foreach (var theirs in listed.Where(static p => p.Status == ChargeReading.SuccessStatus))
                {
                    var row = theirs.MerchantUid is { } uid ? ours.GetValueOrDefault(uid)
                        : byTransaction.Find(p => p.TransactionId == theirs.TransactionId);
                    if (row is null)
                    {
                        await reviews.RaiseAsync(db, Contradiction.GatewayOnly(theirs), token);
                    }
                    else if (Agrees(row, theirs))
                    {
                        agreed.Add(row.Id);
                    }
                }

                await MarkAsync(db, agreed, token);
            },
            cancellationToken);
    }

    private static Task<List<Payment>> FindAsync(
        DataConnection db, List<string> transactions, CancellationToken cancellationToken)
        => db.GetTable<Payment>().Where(p => p.TransactionId != null && transactions.Contains(p.TransactionId))
            .ToListAsync(cancellationToken);

    // Anything less than full agreement is asked for by itself: the list may be older than the rows.
    private static bool Agrees(Payment row, GatewayPayment theirs)
        => !PaymentStates.IsOpen(row.Status) && row.RefundReservedMinor == 0
            && ChargeReading.MismatchOf(theirs, row.Id, row.Amount) is null
            && Contradiction.Of(row, row, theirs, theirs.TransactionId) is null;

    /// <summary>From our side; how many payments there were, and of how many the gateway could not be asked.</summary>
    private async Task<(long Payments, long Unanswered)> AskForTheRestAsync(
        DateOnly day, long askedBefore, bool wasListed, CancellationToken cancellationToken)
    {
        var (last, id, total) = (business.StartOf(day), "", 0L);
        var unanswered = 0L;
        while (true)
        {
            var page = await ReadPageAsync(last, id, business.EndOf(day), cancellationToken);
            if (page.Count == 0)
            {
                return (total, unanswered);
            }

            // Declined payments that the gateway does not list as paid agree with it: there is nothing to ask.
            var open = page
                .Where(p => !(p.CheckedUs >= askedBefore) && !(wasListed && p.Status == PaymentStates.Failed));
            await Parallel.ForEachAsync(
                open,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = options.Value.MaxConcurrency,
                    CancellationToken = cancellationToken,
                },
                async (payment, token) =>
                {
                    // A flow of its own: what one of them holds while it saves is not held by those that ask meanwhile.
                    using var flow = Flow.Begin("reconciliation", Workload.Background);
                    if (!await AskAsync(payment, token))
                    {
                        Interlocked.Increment(ref unanswered);
                    }
                });
            (last, id, total) = (page[^1].CompletedUs!.Value, page[^1].Id, total + page.Count);
            await days.SaveAsync(day, wasListed, total, DayProgress.Going, cancellationToken);
        }
    }

    private async Task<bool> AskAsync(Payment payment, CancellationToken cancellationToken)
    {
        var found = await check.RunAsync(payment, Workload.Background, cancellationToken);
        if (found.Outcome.Kind != CallOutcomeKind.Unknown)
        {
            await pools.InSessionAsync(
                Workload.Background,
                async (session, token) =>
                {
                    using var db = database.On(session);
                    await MarkAsync(db, [payment.Id], token);
                },
                cancellationToken);
        }

        return found.WasAnswered;
    }

    private async Task MarkAsync(DataConnection db, List<string> ids, CancellationToken cancellationToken)
    {
        var now = time.NowUs();
        if (ids.Count > 0)
        {
            await db.GetTable<Payment>().Where(p => ids.Contains(p.Id))
                .Set(static p => p.CheckedUs, now).UpdateAsync(cancellationToken);
        }
    }

    private Task<List<Payment>> ReadPageAsync(long last, string id, long end, CancellationToken cancellationToken)
        => pools.InReadSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.GetTable<Payment>()
                    .Where(p => p.CompletedUs >= last && p.CompletedUs < end
                        && (p.CompletedUs > last || (p.CompletedUs == last && string.Compare(p.Id, id) > 0)))
                    .OrderBy(static p => p.CompletedUs).ThenBy(static p => p.Id)
                    .Take(PageRows)
                    .ToListAsync(token);
            },
            cancellationToken);
}
