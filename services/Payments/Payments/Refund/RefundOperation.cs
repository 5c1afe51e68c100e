using Leasehold.Durable;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>Refunding, as an operation that survives its process.</summary>
internal sealed class RefundOperation(
    ServiceDatabase database,
    GatewayClient gateway,
    RefundSettlement settlement,
    ReviewDesk reviews,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<RefundOperation> logger)
    : DurableOperation<RefundArgs, GatewayRefund, RefundDecision>
{
    /// <summary>Never changed: the journal stores it.</summary>
    public const string Kind = "payment.refund";

    public override async Task<CallOutcome<GatewayRefund>> CallAsync(
        DurableCall<RefundArgs> call, CancellationToken cancellationToken)
    {
        var args = call.Args;
        var reply = await gateway.RefundAsync(
            ChargeOperation.IdOf(call.Id), args.ToBody(), args.Amount, cancellationToken);
        var outcome = args.Heard(call.SinceLastCall is null ? reply : reply.WithRequest(
            GatewayClient.RefundText(args.ToBody())));

        // Neither a success nor a failure of this refund, so the gateway's own sum is asked for.
        return outcome.Reason == Outcomes.AlreadyRefunded
            && await RefundedSumAsync(args, cancellationToken) is { } sum
            && IsOurs(args, sum)
            ? new GatewayRefund { TransactionId = args.TransactionId, Message = Outcomes.AlreadyRefunded }
            : outcome;
    }

    /// <summary>
    /// Looks the refund up by its key. Not found proves something only after the grace period; then it is sent again
    /// as it was while the gateway knows the key, and past that judged by the sum alone.
    /// </summary>
    public override async Task<Reconciled<GatewayRefund>> ReconcileAsync(
        DurableCall<RefundArgs> call, CancellationToken cancellationToken)
    {
        var args = call.Args;
        var outcome = args.Heard(await gateway.FindRefundAsync(
            ChargeOperation.IdOf(call.Id), args.TransactionId, args.Amount, cancellationToken));
        if (outcome.Reason != Outcomes.NotFound || call.SinceLastCall < options.Value.NotFoundGrace)
        {
            return outcome;
        }

        if (time.GetUtcNow() - call.PreparedAt < options.Value.KeyRetention)
        {
            return Reconciled<GatewayRefund>.NeverArrived();
        }

        return await RefundedSumAsync(args, cancellationToken) is not { } sum
            ? Reconciled<GatewayRefund>.Unknown(Outcomes.NotFound)
            : IsOurs(args, sum)
                ? Reconciled<GatewayRefund>.FromReply(new GatewayRefund { TransactionId = args.TransactionId })
                : IsUntouched(args, sum)
                    ? Reconciled<GatewayRefund>.Declined(Outcomes.NeverArrived)
                    : Reconciled<GatewayRefund>.Unknown(Outcomes.ReviewOf("refunded_amount"));
    }

    public override async Task<RefundDecision> SaveAsync(
        Session session,
        DurableCall<RefundArgs> call,
        CallOutcome<GatewayRefund> outcome,
        CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        return await settlement.SettleAsync(
            db, ChargeOperation.IdOf(call.Id), call.Args, outcome, cancellationToken);
    }

    public override async Task UnknownAsync(
        Session session,
        DurableCall<RefundArgs> call,
        CallOutcome<GatewayRefund> outcome,
        CancellationToken cancellationToken)
    {
        var id = ChargeOperation.IdOf(call.Id);
        Log.RefundUnknown(logger, id, Outcomes.Code(outcome.Reason));
        using var db = database.On(session);
        await settlement.KeepOpenAsync(db, id, call.Args, outcome.Reason, cancellationToken);
        if (Outcomes.IsReview(outcome.Reason) || outcome.Reason == Outcomes.AlreadyRefunded)
        {
            await reviews.RaiseAsync(
                db,
                Finding(call, ReviewKinds.Mismatch, $"The gateway's answer to the refund: {outcome.Reason}."),
                cancellationToken);
        }
    }

    public override async Task AbandonAsync(
        Session session, AbandonedCall<RefundArgs> call, string reason, CancellationToken cancellationToken)
    {
        var id = ChargeOperation.IdOf(call.Id);
        var detail = $"The outcome of the refund could not be found out ({Outcomes.Code(reason)}); "
            + "its amount stays reserved.";
        using var db = database.On(session);
        if (call.TryGetCall(out var readable))
        {
            await settlement.KeepOpenAsync(db, id, readable.Args, reason, cancellationToken);
            await reviews.RaiseAsync(db, Finding(readable, ReviewKinds.Abandoned, detail), cancellationToken);
            return;
        }

        // Its arguments were written by another version of the service; its row says whose it is.
        var refund = await db.FindRefundAsync(id, cancellationToken);
        var payment = refund is null ? null : await db.FindPaymentAsync(refund.PaymentId, cancellationToken);
        await reviews.RaiseAsync(
            db,
            new Finding(ReviewKinds.Abandoned, refund?.Tenant ?? "", id, detail)
            {
                PaymentId = payment is null ? null : PaymentId.Of(payment.IdempotencyKey),
                TransactionId = payment?.TransactionId,
            },
            cancellationToken);
    }

    private static Finding Finding(DurableCall<RefundArgs> call, string kind, string detail)
        => new(kind, call.Args.Tenant, ChargeOperation.IdOf(call.Id), detail)
        {
            PaymentId = PaymentId.Of(call.Args.PaymentKey),
            TransactionId = call.Args.TransactionId,
        };

    // Exactly what it would be with this refund, and no other can be the reason.
    private static bool IsOurs(RefundArgs args, decimal sum)
        => args.IsAlone && (args.Amount with { Minor = args.RefundedBeforeMinor + args.AmountMinor }).IsSameAs(sum);

    private static bool IsUntouched(RefundArgs args, decimal sum)
        => args.IsAlone && (args.Amount with { Minor = args.RefundedBeforeMinor }).IsSameAs(sum);

    private async Task<decimal?> RefundedSumAsync(RefundArgs args, CancellationToken cancellationToken)
    {
        var found = args.Heard(await gateway.FindAsync(args.TransactionId, cancellationToken));
        return found.Kind == CallOutcomeKind.Succeeded ? found.Reply.RefundedAmount : null;
    }
}
