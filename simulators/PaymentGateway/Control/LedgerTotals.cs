namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>What a crash test checks: counts and sums straight from the tables.</summary>
/// <param name="Charges">Payments that took money.</param>
/// <param name="Declined">Payments that were declined.</param>
/// <param name="Duplicates">merchant_uids with more than one row; anything but 0 is a fault of the gateway.</param>
/// <param name="Refunds">Refunds that moved money.</param>
/// <param name="RefundsDeclined">Refunds that were declined.</param>
/// <param name="OverRefunded">Payments with more refunded than captured; anything but 0 is a fault.</param>
/// <param name="Requests">Rows of the requests log.</param>
/// <param name="Sums">By currency.</param>
internal sealed record LedgerTotals(
    long Charges,
    long Declined,
    long Duplicates,
    long Refunds,
    long RefundsDeclined,
    long OverRefunded,
    long Requests,
    IReadOnlyList<CurrencySum> Sums);
