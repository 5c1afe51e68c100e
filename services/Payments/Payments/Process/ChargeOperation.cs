using System.Globalization;
using Leasehold.Durable;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments.Verify;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Process;

/// <summary>Charging a card, as an operation that survives its process.</summary>
internal sealed class ChargeOperation(
    ServiceDatabase database,
    GatewayClient gateway,
    CardTokens tokens,
    ReviewDesk reviews,
    OutcomeLog outcomes,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ChargeOperation> logger)
    : DurableOperation<ChargeArgs, GatewayPayment, Decision>
{
    /// <summary>Never changed: the journal stores it.</summary>
    public const string Kind = "payment.charge";

    public static string IdOf(Guid operation) => operation.ToString("N", CultureInfo.InvariantCulture);

    public override async Task<CallOutcome<GatewayPayment>> CallAsync(
        DurableCall<ChargeArgs> call, CancellationToken cancellationToken)
    {
        var args = call.Args;
        if ((args.CardToken ?? tokens.Find(call.Id)) is not { } cardToken)
        {
            return CallOutcome<GatewayPayment>.Declined(Outcomes.NeverArrived);
        }

        var reply = await gateway.ChargeAsync(IdOf(call.Id), args.Amount, cardToken, cancellationToken);
        return args.Heard(call.SinceLastCall is null ? reply : reply.WithRequest(
            GatewayClient.ChargeText(IdOf(call.Id), args.Amount)));
    }

    /// <summary>
    /// Looks the payment up. Not found proves something only after the grace period; then it is sent again as it was,
    /// where the token is still in memory and the gateway still knows the key, or else it has failed.
    /// </summary>
    public override async Task<Reconciled<GatewayPayment>> ReconcileAsync(
        DurableCall<ChargeArgs> call, CancellationToken cancellationToken)
    {
        var args = call.Args;
        var outcome = args.Heard(
            await gateway.FindByOperationAsync(IdOf(call.Id), args.Amount, cancellationToken));
        if (outcome.Reason != Outcomes.NotFound || call.SinceLastCall < options.Value.NotFoundGrace)
        {
            return outcome;
        }

        var isKeyKnown = time.GetUtcNow() - call.PreparedAt < options.Value.KeyRetention;
        return isKeyKnown && tokens.Find(call.Id) is not null
            ? Reconciled<GatewayPayment>.NeverArrived()
            : Reconciled<GatewayPayment>.Declined(Outcomes.NeverArrived);
    }

    public override async Task<Decision> SaveAsync(
        Session session,
        DurableCall<ChargeArgs> call,
        CallOutcome<GatewayPayment> outcome,
        CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var id = IdOf(call.Id);
        var rows = await WriteAsync(db, call, outcome, cancellationToken);
        tokens.Forget(call.Id);
        if (rows == ProcessStatements.AllRows)
        {
            var payment = Settled(call.Args.ToPayment(id), call.Args.LastExchange(outcome), outcome);
            outcomes.Say(payment);
            return Decision.Of(payment);
        }

        // Only the log's row: a webhook or a check has settled it before, with the same outcome or another.
        var row = (await db.FindPaymentAsync(id, cancellationToken))!;
        var transaction = call.Args.LastExchange(outcome).TransactionId;

        // Refunds may have been made since the gateway was asked; its sum of them is not this operation's matter.
        if (Contradiction.Of(row, row, outcome, transaction) is { Kind: not ReviewKinds.RefundMismatch } finding)
        {
            Log.OutcomeTooLate(logger, id, call.Args.LastExchange(outcome).Outcome);
            await reviews.RaiseAsync(db, finding, cancellationToken);
        }

        return Decision.Of(row);
    }

    public override async Task UnknownAsync(
        Session session,
        DurableCall<ChargeArgs> call,
        CallOutcome<GatewayPayment> outcome,
        CancellationToken cancellationToken)
    {
        tokens.Keep(call.Id, call.Args.CardToken);
        using var db = database.On(session);
        var id = IdOf(call.Id);
        var unknown = CallOutcome<GatewayPayment>.Unknown(Outcomes.Code(outcome.Reason));
        await WriteAsync(db, call, unknown, cancellationToken);
        if (!Outcomes.IsReview(outcome.Reason))
        {
            Log.OutcomeUnknown(logger, id, Outcomes.Code(outcome.Reason));
            return;
        }

        var row = (await db.FindPaymentAsync(id, cancellationToken))!;
        if (Contradiction.Of(row, row, outcome, call.Args.LastExchange(outcome).TransactionId) is { } finding)
        {
            await reviews.RaiseAsync(db, finding, cancellationToken);
        }
    }

    public override async Task AbandonAsync(
        Session session, AbandonedCall<ChargeArgs> call, string reason, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        if (call.TryGetCall(out var readable))
        {
            await LogExchangesAsync(db, readable, 0, cancellationToken);
        }

        // The payment's row says the same as the arguments, which another version of the service may have written.
        var payment = await db.FindPaymentAsync(IdOf(call.Id), cancellationToken);
        await reviews.RaiseAsync(
            db,
            new Finding(
                ReviewKinds.Abandoned,
                payment?.Tenant ?? readable?.Args.Tenant ?? "",
                IdOf(call.Id),
                $"The outcome of the payment could not be found out ({Outcomes.Code(reason)}); it stays open.")
            {
                PaymentId = (payment?.IdempotencyKey ?? readable?.Args.Key) is { } key ? PaymentId.Of(key) : null,
            },
            cancellationToken);
    }

    private static Payment Settled(
        Payment payment, GatewayExchange exchange, CallOutcome<GatewayPayment> outcome)
    {
        if (outcome.Kind == CallOutcomeKind.Succeeded)
        {
            payment.Status = PaymentStates.Completed;
            payment.TransactionId = outcome.Reply.TransactionId;
        }
        else
        {
            payment.Status = PaymentStates.Failed;
            payment.Reason = outcome.Reason;
            payment.GatewayMessage = exchange.Message;
        }

        return payment;
    }

    private async Task<int> WriteAsync(
        DataConnection db,
        DurableCall<ChargeArgs> call,
        CallOutcome<GatewayPayment> outcome,
        CancellationToken cancellationToken)
    {
        var last = call.Args.LastExchange(outcome);
        await LogExchangesAsync(db, call, exceptLast: 1, cancellationToken);
        if (last.Request is { } request)
        {
            await GatewayLog.AddRequestAsync(
                db, call.Args.Tenant, IdOf(call.Id), last.Call, request, time.NowUs(), cancellationToken);
        }

        return await ProcessStatements.SettleAsync(
            db, call.Args.ToKey(IdOf(call.Id)), outcome, last, time.NowUs(), cancellationToken);
    }

    private async Task LogExchangesAsync(
        DataConnection db, DurableCall<ChargeArgs> call, int exceptLast, CancellationToken cancellationToken)
    {
        foreach (var exchange in call.Args.Exchanges.SkipLast(exceptLast))
        {
            await GatewayLog.AddAsync(
                db, call.Args.Tenant, IdOf(call.Id), exchange, time.NowUs(), cancellationToken);
        }
    }
}
