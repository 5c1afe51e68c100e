using Leasehold.Payments.Gateway;

namespace Leasehold.Payments.Payments.Verify;

/// <summary>A payment after the gateway was asked about it.</summary>
/// <param name="Payment">The row as it stands now.</param>
/// <param name="Outcome">What the gateway said.</param>
internal readonly record struct CheckedPayment(Payment Payment, CallOutcome<GatewayPayment> Outcome)
{
    /// <summary>Whether the gateway said anything, be it that it does not know the payment.</summary>
    public bool WasAnswered => IsAnswer(Outcome);

    public static bool IsAnswer(CallOutcome<GatewayPayment> outcome)
        => outcome.Kind != CallOutcomeKind.Unknown
            || outcome.Reason == Outcomes.NotFound
            || Outcomes.IsReview(outcome.Reason);
}
