namespace Leasehold.Payments.Tests.Hosting;

/// <summary>What the gateway's own ledger holds.</summary>
internal sealed record LedgerTotals(long Charges, long Refunds, long Requests);
