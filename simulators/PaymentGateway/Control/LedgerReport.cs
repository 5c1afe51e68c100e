namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>GET /control/ledger: one page of the charges, and the totals of all that match.</summary>
/// <param name="Totals">Over everything that matches, not only this page.</param>
/// <param name="Charges">In the order in which they were recorded.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last one.</param>
internal sealed record LedgerReport(
    LedgerTotals Totals, IReadOnlyList<ChargeRow> Charges, long? NextAfter);
