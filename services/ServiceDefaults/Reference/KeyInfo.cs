namespace Leasehold.ServiceDefaults.Reference;

/// <summary>That a route takes the header Idempotency-Key.</summary>
/// <param name="Rule">What is said of it beside its form, such as when it is required.</param>
/// <param name="IsRequired">Whether it always is.</param>
public sealed record KeyInfo(string Rule, bool IsRequired = false);
