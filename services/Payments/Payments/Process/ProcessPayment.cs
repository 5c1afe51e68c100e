using Leasehold.Durable;
using Leasehold.Payments.Http;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Payments.Process;

/// <summary>
/// Pays an order: the attempt and its operation are on record before the gateway is asked, no connection is held
/// meanwhile, and whatever dies, the operation is finished by somebody.
/// </summary>
internal sealed class ProcessPayment(
    ConnectionPools pools,
    DurableOperations durable,
    ChargeOperation operation,
    ServiceDatabase database,
    IOptions<AnswerOptions> answers,
    TimeProvider time)
{
    private readonly DurableRunOptions _waiting = new() { WaitLimit = answers.Value.AnswerWithin };

    public async Task<Decision> RunAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        var attempt = new ChargeAttempt(intent, Guid.CreateVersion7(time.GetUtcNow()), time.NowUs());
        var args = attempt.ToArgs();
        try
        {
            var run = await durable.RunOnceAsync(
                operation,
                (session, token) => BeginAsync(session, attempt, args, token),
                _waiting,
                cancellationToken);
            return run.IsCompleted ? run.Result
                : run.IsPending ? Decision.Of(args.ToPayment(attempt.OperationId))
                : await FindAsync(attempt) ?? Decision.Of(args.ToPayment(attempt.OperationId));
        }
        catch (CommitOutcomeUnknownException)
        {
            // The operation id tells what became of stage 1.
            if (await FindAsync(attempt) is { } found)
            {
                return found;
            }

            throw;
        }
        catch (Exception problem) when (pools.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            // The key was used for another order at the same moment; that request is on record now.
            return await pools.InReadSessionAsync(
                (session, token) => DecideAsync(session, intent, token), cancellationToken);
        }
    }

    private async Task<Preparation<DurableStart<ChargeArgs>, Decision>> BeginAsync(
        Session session, ChargeAttempt attempt, ChargeArgs args, CancellationToken cancellationToken)
    {
        using var db = database.On(session);
        var rows = await ProcessStatements.BeginAsync(db, attempt, cancellationToken);
        return rows switch
        {
            ProcessStatements.AllRows => Preparation.Continue(
                new DurableStart<ChargeArgs>(args) { Id = attempt.Id }),
            0 => Preparation.Finish(await DecideAsync(session, attempt.Intent, cancellationToken)),
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
                : Decision.Refuse(Refusals.KeyReused);
        }

        var order = await db.FindOrderAsync(intent.Tenant, intent.OrderNumber, cancellationToken);
        return Decision.Refuse(
            order is null ? Refusals.OrderNotFound
            : order.Total != intent.Amount ? ProcessRefusals.NotTheOrders
            : ProcessRefusals.Of(order.Status));
    }

    private Task<Decision?> FindAsync(ChargeAttempt attempt)
        => pools.InReadSessionAsync<Decision?>(async (session, token) =>
        {
            using var db = database.On(session);
            return await db.FindPaymentAsync(attempt.OperationId, token) is { } payment ? Decision.Of(payment) : null;
        });
}
