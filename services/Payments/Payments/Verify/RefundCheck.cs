using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Payments.Verify;

/// <summary>Asks the gateway about the refunds of a payment whose outcomes are not known.</summary>
internal sealed class RefundCheck(
    ConnectionPools pools, ServiceDatabase database, GatewayClient gateway, RefundSettlement settlement)
{
    /// <summary>More than that wait for their own operations, which ask as well.</summary>
    private const int MaxRefunds = 10;

    /// <summary>The payment as it stands afterwards. No connection is held while the gateway is asked.</summary>
    public async Task<Payment> RunAsync(Payment payment, SessionOptions session, CancellationToken cancellationToken)
    {
        var open = await pools.InReadSessionAsync(
            async (reading, token) =>
            {
                using var db = database.On(reading);
                return await db.GetTable<RefundRow>()
                    .Where(r => r.PaymentId == payment.Id && r.Status == RefundStates.Processing)
                    .OrderBy(static r => r.Id)
                    .Take(MaxRefunds)
                    .ToListAsync(token);
            },
            cancellationToken);
        foreach (var refund in open)
        {
            var args = RefundArgs.Of(payment, refund);
            var outcome = args.Heard(
                await gateway.FindRefundAsync(refund.Id, args.TransactionId, args.Amount, cancellationToken));
            payment = await pools.InSessionAsync(
                session,
                async (saving, token) =>
                {
                    using var db = database.On(saving);
                    if (outcome.Kind != CallOutcomeKind.Unknown)
                    {
                        return (await settlement.SettleAsync(db, refund.Id, args, outcome, token)).Payment!;
                    }

                    await settlement.KeepOpenAsync(db, refund.Id, args, outcome.Reason, token);
                    return (await db.FindPaymentAsync(args.PaymentId, token))!;
                },
                CancellationToken.None); // what was heard is kept, whoever has gone; bounded by the pool
        }

        return payment;
    }
}
