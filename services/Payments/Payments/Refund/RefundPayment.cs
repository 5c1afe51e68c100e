using Leasehold.Durable;
using Leasehold.Payments.Http;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>Refunds a payment: the amount is reserved before the gateway is asked.</summary>
internal sealed class RefundPayment(
    ConnectionPools pools,
    DurableOperations durable,
    RefundOperation operation,
    ServiceDatabase database,
    IOptions<AnswerOptions> answers,
    TimeProvider time)
{
    private readonly DurableRunOptions _waiting = new() { WaitLimit = answers.Value.AnswerWithin };

    public async Task<RefundDecision> RunAsync(RefundIntent intent, CancellationToken cancellationToken)
    {
        RefundDecision? started = null;
        try
        {
            var run = await durable.RunOnceAsync(
                operation,
                (session, token) => BeginAsync(session, intent, begun => started = begun, token),
                _waiting,
                cancellationToken);
            return run.IsCompleted ? run.Result
                : run.IsPending ? started!.Value
                : await FindAsync(started!.Value.Refund!.Id) ?? started.Value;
        }
        catch (CommitOutcomeUnknownException) when (started is not null)
        {
            // The operation id tells what became of stage 1.
            if (await FindAsync(started.Value.Refund!.Id) is { } found)
            {
                return found;
            }

            throw;
        }
        catch (Exception problem) when (pools.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            // The same key at the same moment; that request is on record now, and this one finds it.
            var preparation = await pools.InReadSessionAsync(
                (session, token) => FindAsync(session, intent, token), cancellationToken);
            return preparation ?? RefundDecision.Refuse(RefundRefusals.Reserved);
        }
    }

    private async Task<Preparation<DurableStart<RefundArgs>, RefundDecision>> BeginAsync(
        Session session,
        RefundIntent intent,
        Action<RefundDecision> begun,
        CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var payment = await db.FindPaymentAsync(intent.Tenant, intent.PaymentKey, cancellationToken);
        if (payment is null)
        {
            return Preparation.Finish(RefundDecision.Refuse(Refusals.PaymentNotFound));
        }

        if (await FindAsync(db, payment, intent, cancellationToken) is { } found)
        {
            return Preparation.Finish(found);
        }

        if (Judge(payment, intent, out var amount) is { } refusal)
        {
            return Preparation.Finish(RefundDecision.Refuse(refusal));
        }

        var id = Guid.CreateVersion7(time.GetUtcNow());
        var refund = NewRefund(ChargeOperation.IdOf(id), payment, intent, amount);
        var args = RefundArgs.Of(payment, refund);
        if (!await RefundStatements.TryReserveAsync(db, refund, args, cancellationToken))
        {
            return Preparation.Finish(await LostAsync(db, payment, intent, cancellationToken));
        }

        payment.Status = PaymentStates.RefundProcessing;
        begun(RefundDecision.Of(payment, refund));
        return Preparation.Continue(new DurableStart<RefundArgs>(args) { Id = id });
    }

    /// <summary>Whether so much may be refunded, as the payment stands; the reservation decides it for good.</summary>
    private static Refusal? Judge(Payment payment, RefundIntent intent, out Money.Amount amount)
    {
        amount =
            payment.Amount with { Minor = payment.AmountMinor - payment.RefundedMinor - payment.RefundReservedMinor };
        var asked = default(Money.Amount);
        if (intent.Amount is { } text && Money.Amount.TryRead(text, payment.Currency, out asked) is { } fault)
        {
            return Refusals.BadAmount("amount", fault);
        }

        if (RefundRefusals.Of(payment.Status) is { } refusal)
        {
            return refusal;
        }

        if (intent.Amount is null)
        {
            return amount.Minor > 0 ? null : RefundRefusals.Reserved;
        }

        // Never possible, or not while another refund holds what is left: two different answers.
        var free = amount.Minor;
        amount = asked;
        return asked.Minor > payment.AmountMinor - payment.RefundedMinor ? RefundRefusals.MoreThanLeft
            : asked.Minor > free ? RefundRefusals.Reserved
            : null;
    }

    private RefundRow NewRefund(string id, Payment payment, RefundIntent intent, Money.Amount amount)
    {
        var now = time.NowUs();
        return new RefundRow
        {
            Id = id,
            Tenant = payment.Tenant,
            PaymentId = payment.Id,
            IdempotencyKey = intent.Key,
            Fingerprint = intent.FingerprintFor(intent.Amount is null ? null : amount),
            AmountMinor = amount.Minor,
            Currency = payment.Currency,
            Note = intent.Reason,
            Status = RefundStates.Processing,
            CreatedUs = now,
            UpdatedUs = now,
        };
    }

    /// <summary>Another refund took what was free between the look and the reservation.</summary>
    private static async Task<RefundDecision> LostAsync(
        DataConnection db, Payment payment, RefundIntent intent, CancellationToken cancellationToken)
    {
        var current = await db.FindPaymentAsync(payment.Id, cancellationToken);
        return await FindAsync(db, current!, intent, cancellationToken)
            ?? RefundDecision.Refuse(Judge(current!, intent, out _) ?? RefundRefusals.Reserved);
    }

    private Task<RefundDecision?> FindAsync(string id)
        => pools.InReadSessionAsync<RefundDecision?>(async (session, token) =>
        {
            using var db = database.On(session);
            return await db.FindRefundAsync(id, token) is { } refund
                && await db.FindPaymentAsync(refund.PaymentId, token) is { } payment
                ? RefundDecision.Of(payment, refund)
                : null;
        });

    private async Task<RefundDecision?> FindAsync(
        Session session, RefundIntent intent, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        return await db.FindPaymentAsync(intent.Tenant, intent.PaymentKey, cancellationToken) is { } payment
            ? await FindAsync(db, payment, intent, cancellationToken)
            : null;
    }

    /// <summary>What the key was used for before; null when it was not.</summary>
    private static async Task<RefundDecision?> FindAsync(
        DataConnection db, Payment payment, RefundIntent intent, CancellationToken cancellationToken)
    {
        if (intent.Key is null || await db.FindRefundAsync(payment.Id, intent.Key, cancellationToken) is not { } refund)
        {
            return null;
        }

        Money.Amount? asked = null;
        if (intent.Amount is { } text)
        {
            if (Money.Amount.TryRead(text, payment.Currency, out var amount) is { } fault)
            {
                return RefundDecision.Refuse(Refusals.BadAmount("amount", fault));
            }

            asked = amount;
        }

        return string.Equals(refund.Fingerprint, intent.FingerprintFor(asked), StringComparison.Ordinal)
            ? RefundDecision.Replay(payment, refund)
            : RefundDecision.Refuse(Refusals.KeyReused);
    }
}
