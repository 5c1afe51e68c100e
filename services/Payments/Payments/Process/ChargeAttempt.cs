using Leasehold.Payments.Gateway;

namespace Leasehold.Payments.Payments.Process;

/// <summary>One attempt to charge: what its three stages share.</summary>
internal sealed class ChargeAttempt(PaymentIntent intent, string operationId, long startedUs)
{
    public PaymentIntent Intent => intent;

    /// <summary>The payment's id, and the gateway's key for it.</summary>
    public string OperationId => operationId;

    public long StartedUs => startedUs;

    /// <summary>Whether stage 1 has committed: from here on the caller is answered, whatever fails.</summary>
    public bool WasStarted { get; private set; }

    /// <summary>What the gateway said, once the call has ended.</summary>
    public GatewayExchange? Exchange { get; private set; }

    public async Task<CallOutcome<GatewayPayment>> CallAsync(GatewayClient gateway, CancellationToken cancellationToken)
    {
        WasStarted = true;
        var reply = await gateway.ChargeAsync(operationId, intent.Amount, intent.CardToken, cancellationToken);
        Exchange = reply.Exchange;
        return reply.Outcome;
    }

    /// <summary>
    /// Notes an outcome that did not come from the gateway's client, such as the call's own time-out.
    /// </summary>
    public void Missed(CallOutcome<GatewayPayment> outcome)
        => Exchange ??= new GatewayExchange(GatewayCall.Charge, null, outcome.Reason!, null, 0, null);

    public PaymentKey Payment => new(intent.Tenant, operationId, intent.OrderNumber);

    /// <summary>The payment as it stands after stage 1.</summary>
    public Payment ToPayment() => new()
    {
        Id = operationId,
        Tenant = intent.Tenant,
        IdempotencyKey = intent.Key,
        Fingerprint = intent.Fingerprint,
        OrderNumber = intent.OrderNumber,
        AmountMinor = intent.Amount.Minor,
        Currency = intent.Amount.Currency,
        Status = States.PaymentStates.Processing,
        CreatedUs = startedUs,
        UpdatedUs = startedUs,
    };
}
