using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Webhooks;

/// <summary>The webhooks that came in: each once, however often it is sent.</summary>
internal sealed class WebhookInbox(ConnectionPools pools, ServiceDatabase database, TimeProvider time)
{
    /// <summary>A sender gives up long before; and a copy of an old one is stale by its signed time.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const int PruneRows = 1_000;

    /// <summary>Puts it on record; the row as it is, which may be an earlier delivery's.</summary>
    public async Task<WebhookRow> ReceiveAsync(string id, WebhookHint hint, CancellationToken cancellationToken)
    {
        var row = new WebhookRow
        {
            Id = id,
            Kind = hint.Kind,
            MerchantUid = hint.MerchantUid,
            TransactionId = hint.TransactionId,
            ReceivedUs = time.NowUs(),
            HandledUs = hint.PointsAtSomething ? null : time.NowUs(),
        };
        try
        {
            return await pools.InSessionAsync(
                async (session, token) =>
                {
                    using var db = database.On(session);
                    var known = await db.GetTable<WebhookRow>().FirstOrDefaultAsync(w => w.Id == id, token);
                    if (known is null)
                    {
                        await db.InsertAsync(row, token: token);
                    }

                    return known ?? row;
                },
                cancellationToken);
        }
        catch (Exception problem) when (pools.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            // The same one twice at the same moment; the other request asks the gateway.
            row.HandledUs = time.NowUs();
            return row;
        }
    }

    /// <summary>
    /// Those that the gateway has yet to be asked about: it could not be reached, or the process died.
    /// </summary>
    public Task<List<WebhookRow>> UnhandledAsync(
        DateTimeOffset receivedBefore, int count, CancellationToken cancellationToken)
    {
        var before = Clock.Of(receivedBefore);
        return pools.InReadSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.GetTable<WebhookRow>()
                    .Where(w => w.HandledUs == null && w.ReceivedUs < before)
                    .OrderBy(static w => w.ReceivedUs)
                    .Take(count)
                    .ToListAsync(token);
            },
            cancellationToken);
    }

    /// <summary>Forgets what is past its retention, a bounded number at a time; how many.</summary>
    public Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var before = Clock.Of(time.GetUtcNow() - Retention);
        return pools.InSessionAsync(
            Workload.Background,
            async (session, token) =>
            {
                using var db = database.On(session);
                var old = await db.GetTable<WebhookRow>()
                    .Where(w => w.ReceivedUs < before)
                    .OrderBy(static w => w.ReceivedUs)
                    .Select(static w => w.Id)
                    .Take(PruneRows)
                    .ToListAsync(token);
                return old.Count == 0
                    ? 0
                    : await db.GetTable<WebhookRow>().Where(w => old.Contains(w.Id)).DeleteAsync(token);
            },
            cancellationToken);
    }
}
