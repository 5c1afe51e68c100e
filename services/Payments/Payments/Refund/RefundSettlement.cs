using Leasehold.Payments.Gateway;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using LinqToDB.Data;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>Writes a refund's outcome, whoever found it out.</summary>
internal sealed class RefundSettlement(
    ReviewDesk reviews, OutcomeLog outcomes, TimeProvider time, ILogger<RefundSettlement> logger)
{
    /// <summary>The rows as they are afterwards; nothing changes where the refund is settled already.</summary>
    public async Task<RefundDecision> SettleAsync(
        DataConnection db,
        string id,
        RefundArgs args,
        CallOutcome<GatewayRefund> outcome,
        CancellationToken cancellationToken)
    {
        var now = time.NowUs();
        var (rows, expected) = outcome.Kind == CallOutcomeKind.Succeeded
            ? (await RefundStatements.SucceedAsync(db, id, args, outcome.Reply, now, cancellationToken),
                RefundStatements.SettledRows)
            : (await RefundStatements.ReleaseAsync(db, id, args, Outcomes.Code(outcome.Reason), now, cancellationToken),
                RefundStatements.ReleasedRows);
        if (rows != expected && rows != RefundStatements.UnchangedRows)
        {
            throw new InvalidOperationException(
                $"Stage 3 changed {rows} rows; order, payment and refund change together.");
        }

        await LogAsync(db, id, args, cancellationToken);
        var decision = await FindAsync(db, id, args, cancellationToken);
        if (rows == RefundStatements.UnchangedRows)
        {
            await CompareAsync(db, id, args, decision.Refund!, outcome, cancellationToken);
        }
        else
        {
            outcomes.Say(decision.Payment!, decision.Refund!);
        }

        return decision;
    }

    /// <summary>Notes why the outcome is not known; its amount stays reserved.</summary>
    public async Task KeepOpenAsync(
        DataConnection db, string id, RefundArgs args, string? reason, CancellationToken cancellationToken)
    {
        args.Missed(reason);
        await RefundStatements.KeepOpenAsync(db, id, args, Outcomes.Code(reason), time.NowUs(), cancellationToken);
        await LogAsync(db, id, args, cancellationToken);
    }

    // Settled before by a look-up of somebody else's; what the gateway says now is kept, and must not be different.
    private async Task CompareAsync(
        DataConnection db,
        string id,
        RefundArgs args,
        RefundRow row,
        CallOutcome<GatewayRefund> outcome,
        CancellationToken cancellationToken)
    {
        var hasSucceeded = outcome.Kind == CallOutcomeKind.Succeeded;
        if (hasSucceeded == (row.Status == RefundStates.Succeeded))
        {
            return;
        }

        Log.OutcomeTooLate(logger, id, hasSucceeded ? Outcomes.Succeeded : Outcomes.Code(outcome.Reason));
        var kind = hasSucceeded ? ReviewKinds.LateSuccess : ReviewKinds.GatewayDeclined;
        await reviews.RaiseAsync(
            db,
            new Finding(
                kind, args.Tenant, id, $"The refund had ended as {row.Status} here; the gateway says otherwise.")
            {
                PaymentId = PaymentId.Of(args.PaymentKey),
                TransactionId = args.TransactionId,
            },
            cancellationToken);
    }

    private async Task LogAsync(DataConnection db, string id, RefundArgs args, CancellationToken cancellationToken)
    {
        foreach (var exchange in args.Exchanges)
        {
            await GatewayLog.AddAsync(db, args.Tenant, id, exchange, time.NowUs(), cancellationToken);
        }
    }

    private static async Task<RefundDecision> FindAsync(
        DataConnection db, string id, RefundArgs args, CancellationToken cancellationToken)
    {
        var payment = await db.FindPaymentAsync(args.PaymentId, cancellationToken);
        var refund = await db.FindRefundAsync(id, cancellationToken);
        return RefundDecision.Of(payment!, refund!);
    }
}
