namespace Leasehold.Payments.Reference;

/// <summary>What a route does with the header Idempotency-Key.</summary>
internal enum KeyUse
{
    None,
    Optional,
    Required,
}
