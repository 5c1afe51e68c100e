using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;

namespace Leasehold.Payments.Payments;

/// <summary>
/// Says how payments and refunds end, whoever found it out: the operation, a check or a webhook. Debug, in Development
/// Information, as the stages' own lines are.
/// </summary>
internal sealed class OutcomeLog(IHostEnvironment environment, TimeProvider time, ILogger<OutcomeLog> logger)
{
    private readonly LogLevel _level = environment.IsDevelopment() ? LogLevel.Information : LogLevel.Debug;

    public void Say(Payment payment)
        => Log.PaymentSettled(
            logger,
            _level,
            PaymentId.Of(payment.IdempotencyKey),
            payment.Status,
            payment.Status == PaymentStates.Failed ? Outcomes.Code(payment.Reason) : Outcomes.Succeeded,
            ElapsedMs(payment.CreatedUs),
            payment.Id);

    public void Say(Payment payment, RefundRow refund)
        => Log.RefundSettled(
            logger,
            _level,
            PaymentId.Of(payment.IdempotencyKey),
            refund.Status,
            refund.Status == RefundStates.Failed ? Outcomes.Code(refund.Reason) : Outcomes.Succeeded,
            ElapsedMs(refund.CreatedUs),
            payment.Status,
            refund.Id);

    private double ElapsedMs(long sinceUs) => (time.NowUs() - sinceUs) / 1000.0;
}
