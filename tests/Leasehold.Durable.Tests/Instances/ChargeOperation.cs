using System.Collections.Concurrent;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Instances;

/// <summary>An operation whose other side each test plays itself; it saves into the test's own table.</summary>
public sealed class ChargeOperation(string table) : DurableOperation<ChargeArgs, string, string>
{
    /// <summary>Every call and reconciliation so far, in order.</summary>
    public ConcurrentQueue<DurableCall<ChargeArgs>> Calls { get; } = new();

    public ConcurrentQueue<DurableCall<ChargeArgs>> Questions { get; } = new();

    public Func<DurableCall<ChargeArgs>, CancellationToken, Task<CallOutcome<string>>> OnCall { get; set; }
        = static (_, _) => Task.FromResult(CallOutcome<string>.FromReply("paid"));

    public Func<DurableCall<ChargeArgs>, CancellationToken, Task<Reconciled<string>>> OnQuestion { get; set; }
        = static (_, _) => Task.FromResult(Reconciled<string>.FromReply("paid"));

    public Func<Session, Task> BeforeSave { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Every abandonment so far, with the arguments that could not be read.</summary>
    public ConcurrentQueue<(Guid Id, string? UnreadArgs)> Abandoned { get; } = new();

    public Func<Task> BeforeAbandon { get; set; } = static () => Task.CompletedTask;

    public override async Task<CallOutcome<string>> CallAsync(
        DurableCall<ChargeArgs> call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        return await OnCall(call, cancellationToken);
    }

    public override async Task<Reconciled<string>> ReconcileAsync(
        DurableCall<ChargeArgs> call, CancellationToken cancellationToken)
    {
        Questions.Enqueue(call);
        return await OnQuestion(call, cancellationToken);
    }

    public override async Task<string> SaveAsync(
        Session session,
        DurableCall<ChargeArgs> call,
        CallOutcome<string> outcome,
        CancellationToken cancellationToken)
    {
        await BeforeSave(session);
        var body = outcome.Kind == CallOutcomeKind.Succeeded ? outcome.Reply : $"declined: {outcome.Reason}";
        await WriteAsync(session, call, body, cancellationToken);
        return body;
    }

    public override Task UnknownAsync(
        Session session,
        DurableCall<ChargeArgs> call,
        CallOutcome<string> outcome,
        CancellationToken cancellationToken)
        => WriteAsync(session, call, "unknown", cancellationToken);

    public override async Task AbandonAsync(
        Session session, AbandonedCall<ChargeArgs> call, string reason, CancellationToken cancellationToken)
    {
        await BeforeAbandon();
        Abandoned.Enqueue((call.Id, call.UnreadArgs));
        if (call.TryGetCall(out var readable))
        {
            await WriteAsync(session, readable, "abandoned", cancellationToken);
        }
        else
        {
            await session.ExecuteAsync(
                $"UPDATE {table} SET body = 'abandoned unread' WHERE body = 'pending'", cancellationToken);
        }
    }

    private Task<int> WriteAsync(
        Session session, DurableCall<ChargeArgs> call, string body, CancellationToken cancellationToken)
        => session.ExecuteAsync(
            $"UPDATE {table} SET body = '{body}' WHERE id = {call.Args.Row}", cancellationToken);
}
