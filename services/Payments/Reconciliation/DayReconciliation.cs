using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Verify;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
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
    IOptions<ReconciliationOptions> options,
    TimeProvider time,
    ILogger<DayReconciliation> logger)
{
    private const int PageRows = 200;

    /// <summary>A day that another instance is at, or that is done, is left alone; whether it was compared.</summary>
    public async Task<bool> RunAsync(DateOnly day, bool again, CancellationToken cancellationToken)
    {
        if (!await days.TryClaimAsync(day, again, cancellationToken))
        {
            return false;
        }

        var startedUs = time.NowUs();
        var wasListed = await ReadListAsync(day, cancellationToken);
        var asked = await AskForTheRestAsync(day, startedUs, wasListed, cancellationToken);
        await days.SaveAsync(day, wasListed, asked, isFinished: true, cancellationToken);
        Log.DayReconciled(logger, ReconciliationDays.NameOf(day), asked, wasListed);
        return true;
    }

    /// <summary>From the gateway's side; false where it has no list or the list cannot be read to its end.</summary>
    private async Task<bool> ReadListAsync(DateOnly day, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var (page, failure) = await gateway.ListAsync(day, after, cancellationToken);
            if (page is null)
            {
                if (failure is not null)
                {
                    Log.ListingFailed(logger, ReconciliationDays.NameOf(day), failure);
                }

                return false;
            }

            await ComparePageAsync(page.Payments!, cancellationToken);
            if (page.NextAfter is not null && page.NextAfter == after)
            {
                // A list that does not move on would be read for ever.
                return false;
            }

            after = page.NextAfter;
        }
        while (after is not null);

        return true;
    }

    private Task ComparePageAsync(List<GatewayPayment> listed, CancellationToken cancellationToken)
    {
        var ids = listed.Select(static p => p.MerchantUid).OfType<string>().ToList();
        return pools.InSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                var ours = await db.GetTable<Payment>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(
                    static p => p.Id, StringComparer.Ordinal, token);
                var agreed = new List<string>();
                foreach (var theirs in listed.Where(static p => p.Status == ChargeReading.SuccessStatus))
                {
                    if (theirs.MerchantUid is null || !ours.TryGetValue(theirs.MerchantUid, out var row))
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

    // Anything less than full agreement is asked for by itself: the list may be older than the rows.
    private static bool Agrees(Payment row, GatewayPayment theirs)
        => !PaymentStates.IsOpen(row.Status) && row.RefundReservedMinor == 0
            && ChargeReading.MismatchOf(theirs, row.Id, row.Amount) is null
            && Contradiction.Of(row, row, theirs, theirs.TransactionId) is null;

    /// <summary>From our side; how many payments there were.</summary>
    private async Task<long> AskForTheRestAsync(
        DateOnly day, long startedUs, bool wasListed, CancellationToken cancellationToken)
    {
        var (last, id, total) = (Clock.StartOf(day) - 1, "", 0L);
        while (true)
        {
            var page = await ReadPageAsync(last, id, Clock.StartOf(day) + Clock.DayUs, cancellationToken);
            if (page.Count == 0)
            {
                return total;
            }

            // Declined payments that the gateway does not list as paid agree with it: there is nothing to ask.
            var open = page
                .Where(p => !(p.CheckedUs >= startedUs) && !(wasListed && p.Status == PaymentStates.Failed));
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
                    await AskAsync(payment, token);
                });
            (last, id, total) = (page[^1].CompletedUs!.Value, page[^1].Id, total + page.Count);
            await days.SaveAsync(day, wasListed, total, isFinished: false, cancellationToken);
        }
    }

    private async Task AskAsync(Payment payment, CancellationToken cancellationToken)
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
