using Leasehold.Payments.Http;

namespace Leasehold.Payments.Payments;

/// <summary>How a request to pay ends: with a payment, new or found, or with a refusal.</summary>
internal readonly record struct Decision(Payment? Payment, bool IsReplay, Refusal? Refusal)
{
    public static Decision Of(Payment payment) => new(payment, false, null);

    public static Decision Replay(Payment payment) => new(payment, true, null);

    public static Decision Refuse(Refusal refusal) => new(null, false, refusal);
}
