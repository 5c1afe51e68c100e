using System.Diagnostics.CodeAnalysis;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;
using Leasehold.Simulators.PaymentGateway.Money;

namespace Leasehold.Simulators.PaymentGateway.Refunds;

/// <summary>A refund request that passed every check but the one on what is left.</summary>
internal sealed record RefundOrder(Charge Charge, string Key, long? RequestedMinor, long? ExpectedRemainingMinor)
{
    public static bool TryRead(
        HttpContext context,
        RefundRequest request,
        LedgerIndex index,
        [NotNullWhen(true)] out RefundOrder? order,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        order = null;
        if (!IdempotencyKey.TryRead(context, out var key) || key is null)
        {
            refusal = Refusal.BadRequest("bad_idempotency_key", "One well-formed Idempotency-Key is required.");
            return false;
        }

        if (request.TransactionId is null)
        {
            refusal = Refusal.BadRequest("missing_member", "transaction_id is required.");
            return false;
        }

        if (!index.TryGetByTransactionId(request.TransactionId, out var charge))
        {
            refusal = Refusal.NotFound("There is no such payment.");
            return false;
        }

        if (charge.Status != ChargeStatus.Charged)
        {
            refusal = Refusal.Unprocessable("not_refundable", "The payment was declined; there is nothing to refund.");
            return false;
        }

        if (!TryReadMinor(request.Amount, charge, out var amount, out refusal) ||
            !TryReadMinor(request.Remaining, charge, out var remaining, out refusal))
        {
            return false;
        }

        order = new RefundOrder(charge, key, amount, remaining);
        return true;
    }

    public bool IsRepeatOf(Refund refund) =>
        refund.RequestedMinor == RequestedMinor &&
        string.Equals(refund.TransactionId, Charge.TransactionId, StringComparison.Ordinal);

    private static bool TryReadMinor(
        decimal? value, Charge charge, out long? minor, [NotNullWhen(false)] out Refusal? refusal)
    {
        minor = null;
        refusal = null;
        if (value is null)
        {
            return true;
        }

        if (!MoneyAmount.TryRead(value.Value, charge.Amount.Currency, out var amount, out refusal))
        {
            return false;
        }

        minor = amount.Minor;
        return true;
    }
}
