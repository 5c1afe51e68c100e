namespace Leasehold.Payments.Payments;

/// <summary>What the statements of a payment find its rows by.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="OperationId">The payment's id, and the gateway's merchant_uid of it.</param>
/// <param name="OrderNumber">The order it pays.</param>
internal readonly record struct PaymentKey(string Tenant, string OperationId, string OrderNumber);
