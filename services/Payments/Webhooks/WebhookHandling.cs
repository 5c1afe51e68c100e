using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Verify;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Webhooks;

/// <summary>Follows a webhook's hint: finds the payment, asks the gateway, and brings the rows in line.</summary>
internal sealed class WebhookHandling(
    ConnectionPools pools,
    ServiceDatabase database,
    GatewayClient gateway,
    PaymentCheck check,
    ReviewDesk reviews,
    TimeProvider time)
{
    /// <summary>The log needs an operation; a payment that is not ours has none.</summary>
    private const string NoOperation = "webhook";

    private static readonly SessionOptions Saving = new() { Lane = LeaseLane.Finishing, MaxRetries = 3 };

    /// <summary>Leaves the webhook unhandled, to be tried again later, where the gateway cannot be asked.</summary>
    public async Task RunAsync(WebhookRow webhook, CancellationToken cancellationToken)
    {
        var payment = await FindAsync(webhook.MerchantUid, cancellationToken);
        if (payment is null)
        {
            var found = webhook.MerchantUid is { } uid
                ? await gateway.FindAnyAsync(uid, cancellationToken)
                : await gateway.FindAsync(webhook.TransactionId!, cancellationToken);
            payment = found.Outcome.Kind == CallOutcomeKind.Succeeded
                ? await FindAsync(found.Outcome.Reply.MerchantUid, cancellationToken)
                : null;
            if (payment is null)
            {
                await KeepStrangerAsync(webhook, found, cancellationToken);
                return;
            }
        }

        if ((await check.RunAsync(payment, Saving, cancellationToken)).WasAnswered)
        {
            await pools.InSessionAsync(
                Saving, (session, token) => MarkHandledAsync(session, webhook, token), CancellationToken.None);
        }
    }

    private Task<Payment?> FindAsync(string? operationId, CancellationToken cancellationToken)
        => operationId is null
            ? Task.FromResult<Payment?>(null)
            : pools.InReadSessionAsync(
                async (session, token) =>
                {
                    using var db = database.On(session);
                    return await db.FindPaymentAsync(operationId, token);
                },
                cancellationToken);

    /// <summary>A payment that the gateway has and we have not: money that nobody here knows of.</summary>
    private Task KeepStrangerAsync(
        WebhookRow webhook, GatewayReply<GatewayPayment> found, CancellationToken cancellationToken)
        => pools.InSessionAsync(
            Saving,
            async (session, token) =>
            {
                using var db = database.On(session);
                await GatewayLog.AddAsync(db, "", NoOperation, found.Exchange, time.NowUs(), token);
                if (found.Outcome.Kind == CallOutcomeKind.Succeeded
                    && found.Outcome.Reply is { Status: ChargeReading.SuccessStatus } stranger)
                {
                    await reviews.RaiseAsync(db, Contradiction.GatewayOnly(stranger), token);
                }

                if (CheckedPayment.IsAnswer(found.Outcome))
                {
                    await MarkHandledAsync(session, webhook, token);
                }
            },
            cancellationToken);

    private async Task MarkHandledAsync(Session session, WebhookRow webhook, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var now = time.NowUs();
        await db.GetTable<WebhookRow>()
            .Where(w => w.Id == webhook.Id)
            .Set(static w => w.HandledUs, now)
            .UpdateAsync(cancellationToken);
    }
}
