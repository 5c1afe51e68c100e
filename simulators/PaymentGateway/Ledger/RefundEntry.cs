using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Money;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>
/// A refund. What is left is decided here, on the one thread that writes: no two refunds can take the same money,
/// and a refusal is on disk only after the refunds it rests on.
/// </summary>
internal sealed class RefundEntry(Charge charge, RefundTerms terms, RequestRecord request) : LedgerEntry
{
    /// <summary>The refund, once committed; null when it was refused.</summary>
    public Refund? Refund { get; private set; }

    public Refusal? Refusal { get; private set; }

    public override void Write(LedgerStatements statements, LedgerIndex index)
    {
        var remaining = charge.Amount.Minor - charge.PledgedMinor;
        var amount = terms.RequestedMinor ?? remaining;
        // The ledger may have been reset since the payment was looked up.
        Refusal = index.TryGetByTransactionId(charge.TransactionId, out _)
            ? RefusalOf(remaining, amount)
            : Refusal.NotFound("There is no such payment.");
        if (Refusal is not null)
        {
            statements.InsertRequest(request with { Outcome = Refusal.Code });
            return;
        }

        if (!terms.Declined)
        {
            charge.PledgedMinor += amount;
            remaining -= amount;
        }

        Refund = new Refund(
            terms.RefundId,
            charge.TransactionId,
            terms.IdempotencyKey,
            new MoneyAmount(amount, charge.Amount.Currency),
            terms.RequestedMinor,
            terms.Declined,
            remaining,
            terms.CreatedAt);
        statements.InsertRefund(Refund);
        statements.InsertRequest(
            request with { Outcome = terms.Declined ? Outcomes.Declined : Outcomes.Refunded });
    }

    public override void Publish(LedgerIndex index)
    {
        if (Refund is not null)
        {
            index.Add(Refund);
            charge.RefundedMinor = charge.PledgedMinor;
        }
    }

    private Refusal? RefusalOf(long remaining, long amount)
    {
        if (remaining == 0)
        {
            return Refusal.Unprocessable("already_refunded", "Nothing is left of this payment to refund.");
        }

        if (terms.ExpectedRemainingMinor is { } expected && expected != remaining)
        {
            return Refusal.Unprocessable("remaining_mismatch", "The expected remaining balance is not the actual one.");
        }

        return amount <= remaining
            ? null
            : Refusal.Unprocessable("amount_exceeds_remaining", "The amount is more than is left to refund.");
    }
}
