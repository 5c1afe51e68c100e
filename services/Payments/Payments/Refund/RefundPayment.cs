using Leasehold.Payments.Gateway;
using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.Providers;
using Leasehold.ServiceDefaults.Database;
using LinqToDB.Data;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>Refunds a payment, in three stages: the amount is reserved before the gateway is asked.</summary>
internal sealed class RefundPayment(
    ConnectionPools pools,
    StagedOperations staged,
    ServiceDatabase database,
    GatewayClient gateway,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<RefundPayment> logger)
{
    /// <summary>
    /// Two requests may follow each other: the refund, and the look-up of what the gateway says was refunded.
    /// </summary>
    private readonly StagedOptions _bounds =
        new() { CallTimeout = (2 * options.Value.Timeout) + TimeSpan.FromSeconds(5) };

    public async Task<RefundDecision> RunAsync(RefundIntent intent, CancellationToken cancellationToken)
    {
        RefundAttempt? started = null;
        try
        {
            return await staged.RunOnceAsync<RefundAttempt, GatewayRefund, RefundDecision>(
                prepare: (session, token) => BeginAsync(session, intent, token),
                call: (attempt, token) => (started = attempt).CallAsync(gateway, token),
                save: SucceedAsync,
                declined: ReleaseAsync,
                unknown: KeepOpenAsync,
                _bounds,
                cancellationToken);
        }
        catch (Exception problem) when (started is not null)
        {
            return AnswerUnsaved(started, problem);
        }
        catch (Exception problem) when (pools.Provider.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            // The same key at the same moment; that request is on record now, and this one finds it.
            var preparation = await pools.InReadSessionAsync(
                (session, token) => FindAsync(session, intent, token), cancellationToken);
            return preparation ?? RefundDecision.Refuse(RefundRefusals.Reserved);
        }
    }

    private async Task<Preparation<RefundAttempt, RefundDecision>> BeginAsync(
        Session session, RefundIntent intent, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var payment = await db.FindPaymentAsync(intent.Tenant, intent.PaymentKey, cancellationToken);
        if (payment is null)
        {
            return Refuse(Refusals.PaymentNotFound);
        }

        if (await FindAsync(db, payment, intent, cancellationToken) is { } found)
        {
            return Preparation<RefundAttempt, RefundDecision>.Finish(found);
        }

        if (Judge(payment, intent, out var amount) is { } refusal)
        {
            return Refuse(refusal);
        }

        var attempt = new RefundAttempt(payment, NewRefund(payment, intent, amount));
        return await RefundStatements.TryReserveAsync(db, attempt, cancellationToken)
            ? Preparation<RefundAttempt, RefundDecision>.Continue(attempt)
            : Preparation<RefundAttempt, RefundDecision>.Finish(await LostAsync(db, payment, intent,
                cancellationToken));
    }

    private static Preparation<RefundAttempt, RefundDecision> Refuse(Refusal refusal)
        => Preparation<RefundAttempt, RefundDecision>.Finish(RefundDecision.Refuse(refusal));

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

    private RefundRow NewRefund(Payment payment, RefundIntent intent, Money.Amount amount)
    {
        var now = time.NowUs();
        return new RefundRow
        {
            Id = time.NewId(),
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

    private async Task<RefundDecision> SucceedAsync(
        Session session, RefundAttempt attempt, GatewayRefund reply, CancellationToken cancellationToken)
        => await SettleAsync(
            session,
            attempt,
            RefundStatements.SettledRows,
            (db, now) => RefundStatements.SucceedAsync(db, attempt, reply, now, cancellationToken),
            cancellationToken);

    private async Task<RefundDecision> ReleaseAsync(
        Session session, RefundAttempt attempt, string reason, CancellationToken cancellationToken)
        => await SettleAsync(
            session,
            attempt,
            RefundStatements.ReleasedRows,
            (db, now) => RefundStatements.ReleaseAsync(db, attempt, reason, now, cancellationToken),
            cancellationToken);

    private async Task<RefundDecision> KeepOpenAsync(
        Session session, RefundAttempt attempt, CallOutcome<GatewayRefund> outcome, CancellationToken cancellationToken)
    {
        attempt.Missed(outcome);
        Log.RefundUnknown(logger, attempt.Refund.Id, outcome.Reason!);
        using var db = database.On(session);
        await RefundStatements.KeepOpenAsync(db, attempt, outcome.Reason!, time.NowUs(), cancellationToken);
        return await RecordAsync(db, attempt, cancellationToken);
    }

    private async Task<RefundDecision> SettleAsync(
        Session session,
        RefundAttempt attempt,
        int expectedRows,
        Func<DataConnection, long, Task<int>> write,
        CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var rows = await write(db, time.NowUs());
        if (rows == 1)
        {
            // Only the order's lock: someone else has settled the refund. What the gateway said is kept as evidence.
            Log.OutcomeTooLate(logger, attempt.Refund.Id, attempt.Exchanges[^1].Outcome);
        }
        else if (rows != expectedRows)
        {
            throw new InvalidOperationException(
                    $"Stage 3 changed {rows} rows; order, payment and refund change together.");
        }

        return await RecordAsync(db, attempt, cancellationToken);
    }

    /// <summary>Logs what was said to and by the gateway, and reads what the rows say now.</summary>
    private async Task<RefundDecision> RecordAsync(
        DataConnection db, RefundAttempt attempt, CancellationToken cancellationToken)
    {
        foreach (var exchange in attempt.Exchanges)
        {
            await GatewayLog.AddAsync(
                db, attempt.Refund.Tenant, attempt.Refund.Id, exchange, time.NowUs(), cancellationToken);
        }

        var payment = await db.FindPaymentAsync(attempt.Payment.Id, cancellationToken);
        var refund = await db.FindRefundAsync(attempt.Refund.Id, cancellationToken);
        return RefundDecision.Of(payment!, refund!);
    }

    /// <summary>
    /// Stage 3 failed; the gateway was asked, so all that can be said is that the outcome is not known.
    /// </summary>
    private RefundDecision AnswerUnsaved(RefundAttempt attempt, Exception problem)
    {
        var outcome = attempt.Exchanges.Count > 0 ? attempt.Exchanges[^1].Outcome : Outcomes.OutcomeNotSaved;
        Log.OutcomeNotSaved(logger, problem, attempt.Refund.Id, outcome);
        attempt.Payment.Status = PaymentStates.RefundProcessing;
        return RefundDecision.Of(attempt.Payment, attempt.Refund);
    }
}
