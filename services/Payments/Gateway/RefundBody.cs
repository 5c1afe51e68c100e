namespace Leasehold.Payments.Gateway;

/// <summary>POST /v1/refunds.</summary>
/// <param name="TransactionId">Which payment.</param>
/// <param name="Amount">How much, always said.</param>
/// <param name="Remaining">What is left before, where that is certain.</param>
internal sealed record RefundBody(string TransactionId, decimal Amount, decimal? Remaining);
