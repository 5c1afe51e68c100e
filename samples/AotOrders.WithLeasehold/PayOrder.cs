using Leasehold;
using Leasehold.Durable;

namespace AotOrders;

/// <summary>A payment that survives the process.</summary>
internal sealed class PayOrder(Gateway gateway) : DurableOperation<PayArgs, string, string>
{
    public override async Task<CallOutcome<string>> CallAsync(
        DurableCall<PayArgs> call, CancellationToken cancellationToken)
        => CallOutcome<string>.FromReply(await gateway.ChargeAsync(call.Args.Number, cancellationToken));

    public override async Task<string> SaveAsync(
        Session session, DurableCall<PayArgs> call, CallOutcome<string> outcome, CancellationToken cancellationToken)
    {
        var status = outcome.Kind == CallOutcomeKind.Succeeded ? "paid" : "declined";
        await session.RunAsync(
            "UPDATE orders SET status = @status WHERE number = @number",
            cancellationToken,
            ("@status", status),
            ("@number", call.Args.Number));
        return status;
    }

    // This provider takes the operation's id as an idempotency key, so that asking is calling again.
    public override async Task<Reconciled<string>> ReconcileAsync(
        DurableCall<PayArgs> call, CancellationToken cancellationToken)
        => Reconciled<string>.FromReply(await gateway.ChargeAsync(call.Args.Number, cancellationToken));

    public override Task AbandonAsync(
        Session session, AbandonedCall<PayArgs> call, string reason, CancellationToken cancellationToken)
        => session.RunAsync(
            "UPDATE orders SET status = 'unclear' WHERE number = @number",
            cancellationToken,
            ("@number", call.TryGetCall(out var known) ? known.Args.Number : ""));
}
