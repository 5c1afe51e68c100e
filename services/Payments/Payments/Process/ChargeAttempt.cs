namespace Leasehold.Payments.Payments.Process;

/// <summary>A charge that is about to begin: what stage 1 writes.</summary>
internal sealed class ChargeAttempt(PaymentIntent intent, Guid id, long startedUs)
{
    public PaymentIntent Intent => intent;

    public Guid Id => id;

    /// <summary>The payment's id, and the gateway's key for it.</summary>
    public string OperationId { get; } = ChargeOperation.IdOf(id);

    public long StartedUs => startedUs;

    public PaymentKey Payment => new(intent.Tenant, OperationId, intent.OrderNumber);

    public ChargeArgs ToArgs() => new()
    {
        Tenant = intent.Tenant,
        Key = intent.Key,
        OrderNumber = intent.OrderNumber,
        AmountMinor = intent.Amount.Minor,
        Currency = intent.Amount.Currency,
        StartedUs = startedUs,
        CardToken = intent.CardToken,
    };
}
