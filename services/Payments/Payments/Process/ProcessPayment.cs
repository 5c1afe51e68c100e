using Leasehold.Payments.Gateway;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.Providers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Process;

/// <summary>
/// Pays an order, in three stages: the attempt is on record before the gateway is asked, and no connection is held
/// meanwhile.
/// </summary>
internal sealed class ProcessPayment(
    ConnectionPools pools,
    StagedOperations staged,
    ServiceDatabase database,
    GatewayClient gateway,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ProcessPayment> logger)
{
    /// <summary>The client ends a call first; this bound is for a client that does not.</summary>
    private static readonly TimeSpan CallMargin = TimeSpan.FromSeconds(5);

    private readonly StagedOptions _bounds = new() { CallTimeout = options.Value.Timeout + CallMargin };

    public async Task<Decision> RunAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        var attempt = new ChargeAttempt(intent, time.NewId(), time.NowUs());
        try
        {
            return await staged.RunOnceAsync<ChargeAttempt, GatewayPayment, Decision>(
                prepare: (session, token) => BeginAsync(session, attempt, token),
                call: (prepared, token) => prepared.CallAsync(gateway, token),
                save: CompleteAsync,
                declined: FailAsync,
                unknown: KeepOpenAsync,
                _bounds,
                cancellationToken);
        }
        catch (Exception problem) when (attempt.WasStarted)
        {
            return await AnswerUnsavedAsync(attempt, problem);
        }
        catch (CommitOutcomeUnknownException)
        {
            if (await FindCommittedAsync(attempt) is { } found)
            {
                return found;
            }

            throw;
        }
        catch (Exception problem) when (pools.Provider.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            // The key was used for another order at the same moment; that request is on record now.
            return await pools.InReadSessionAsync(
                (session, token) => DecideAsync(session, intent, token), cancellationToken);
        }
    }

    private async Task<Preparation<ChargeAttempt, Decision>> BeginAsync(
        Session session, ChargeAttempt attempt, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var rows = await ProcessStatements.BeginAsync(db, attempt, cancellationToken);
        return rows switch
        {
            ProcessStatements.AllRows => Preparation<ChargeAttempt, Decision>.Continue(attempt),
            0 => Preparation<ChargeAttempt, Decision>.Finish(
                await DecideAsync(session, attempt.Intent, cancellationToken)),
            _ => throw new InvalidOperationException($"Stage 1 changed {rows} rows; it changes all or none."),
        };
    }

    /// <summary>Why nothing was begun: the key was used before, or the order cannot be paid.</summary>
    private async Task<Decision> DecideAsync(
        Session session, PaymentIntent intent, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        if (await db.FindPaymentAsync(intent.Tenant, intent.Key, cancellationToken) is { } payment)
        {
            return string.Equals(payment.Fingerprint, intent.Fingerprint, StringComparison.Ordinal)
                ? Decision.Replay(payment)
                : Decision.Refuse(Http.Refusals.KeyReused);
        }

        var order = await db.FindOrderAsync(intent.Tenant, intent.OrderNumber, cancellationToken);
        return Decision.Refuse(
            order is null ? Http.Refusals.OrderNotFound
            : order.Total != intent.Amount ? ProcessRefusals.NotTheOrders
            : ProcessRefusals.Of(order.Status));
    }

    private Task<Decision> CompleteAsync(
        Session session, ChargeAttempt attempt, GatewayPayment reply, CancellationToken cancellationToken)
        => SettleAsync(
            session,
            attempt,
            (db, now) => ProcessStatements.SettleAsync(db, attempt.Payment, reply, attempt.Exchange!, now, cancellationToken),
            payment =>
            {
                payment.Status = PaymentStates.Completed;
                payment.TransactionId = reply.TransactionId;
            },
            cancellationToken);

    private Task<Decision> FailAsync(
        Session session, ChargeAttempt attempt, string reason, CancellationToken cancellationToken)
        => SettleAsync(
            session,
            attempt,
            (db, now) => ProcessStatements.SettleAsync(
                db,
                attempt.Payment,
                CallOutcome<GatewayPayment>.Declined(reason),
                attempt.Exchange!,
                now,
                cancellationToken),
            payment =>
            {
                payment.Status = PaymentStates.Failed;
                payment.Reason = reason;
            },
            cancellationToken);

    private async Task<Decision> SettleAsync(
        Session session,
        ChargeAttempt attempt,
        Func<LinqToDB.Data.DataConnection, long, Task<int>> write,
        Action<Payment> apply,
        CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        switch (await write(db, time.NowUs()))
        {
            case ProcessStatements.AllRows:
                var payment = attempt.ToPayment();
                apply(payment);
                return Decision.Of(payment);
            case 1:
                // Only the log's row: someone else has settled the payment. What the gateway said is kept as evidence.
                Log.OutcomeTooLate(logger, attempt.OperationId, attempt.Exchange!.Outcome);
                return Decision.Of((await db.FindPaymentAsync(attempt.OperationId, cancellationToken))!);
            case var rows:
                throw new InvalidOperationException($"Stage 3 changed {rows} rows; order and payment change together.");
        }
    }

    private async Task<Decision> KeepOpenAsync(
        Session session, ChargeAttempt attempt, CallOutcome<GatewayPayment> outcome,
            CancellationToken cancellationToken)
    {
        attempt.Missed(outcome);
        var reason = outcome.Reason!;
        if (reason.StartsWith(Outcomes.Review, StringComparison.Ordinal))
        {
            Log.ReviewNeeded(logger, attempt.OperationId, reason);
        }
        else
        {
            Log.OutcomeUnknown(logger, attempt.OperationId, reason);
        }

        using var db = database.On(session);
        await ProcessStatements.SettleAsync(
            db, attempt.Payment, outcome, attempt.Exchange!, time.NowUs(), cancellationToken);
        return Decision.Of((await db.FindPaymentAsync(attempt.OperationId, cancellationToken))!);
    }

    /// <summary>
    /// Stage 3 failed. The gateway was asked, so the caller must not be told anything but the truth: what the row
    /// says, or that the outcome is not known.
    /// </summary>
    private async Task<Decision> AnswerUnsavedAsync(ChargeAttempt attempt, Exception problem)
    {
        Log.OutcomeNotSaved(logger, problem, attempt.OperationId,
            attempt.Exchange?.Outcome ?? Outcomes.OutcomeNotSaved);
        try
        {
            var finishing = new SessionOptions { Lane = LeaseLane.Finishing };
            return await pools.InSessionAsync(finishing, async (session, token) =>
            {
                using var db = database.On(session);
                return Decision.Of(await db.FindPaymentAsync(attempt.OperationId, token) ?? attempt.ToPayment());
            });
        }
        catch (Exception again)
        {
            Log.OutcomeNotSaved(logger, again, attempt.OperationId, Outcomes.OutcomeNotSaved);
            return Decision.Of(attempt.ToPayment());
        }
    }

    /// <summary>The connection was lost while stage 1 committed: the operation id tells what became of it.</summary>
    private Task<Decision?> FindCommittedAsync(ChargeAttempt attempt)
        => pools.InReadSessionAsync<Decision?>(async (session, token) =>
        {
            using var db = database.On(session);
            return await db.FindPaymentAsync(attempt.OperationId, token) is { } payment ? Decision.Of(payment) : null;
        });
}
