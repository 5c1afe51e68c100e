namespace Leasehold.Scenarios.Durable;

/// <summary>What a payment's call would need.</summary>
/// <param name="Order">The row of the user's own that stage 3 saves; null when there is none.</param>
/// <param name="Amount">An amount.</param>
/// <param name="Token">Something of a token's length.</param>
internal sealed record PaymentArgs(string? Order, long Amount, string Token)
{
    public static PaymentArgs New(string? order = null) => new(order, 1_000, "tok_0123456789abcdef0123456789abcdef");
}
