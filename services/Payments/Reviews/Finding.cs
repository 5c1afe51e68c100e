namespace Leasehold.Payments.Reviews;

/// <summary>Something that a person has to look at, before it is stored.</summary>
/// <param name="Kind">See <see cref="ReviewKinds"/>.</param>
/// <param name="Tenant">Whose payment; empty where no tenant is known.</param>
/// <param name="OperationId">The payment's or refund's id, which the gateway knows as merchant_uid or key.</param>
/// <param name="Detail">What contradicts what, in a sentence; no secrets.</param>
internal sealed record Finding(string Kind, string Tenant, string OperationId, string Detail)
{
    /// <summary>The payment's public id.</summary>
    public string? PaymentId { get; init; }

    /// <summary>The gateway's transaction.</summary>
    public string? TransactionId { get; init; }
}
