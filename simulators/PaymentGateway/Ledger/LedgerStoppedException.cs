namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>The ledger takes no more entries: the host is stopping, or a write failed.</summary>
internal sealed class LedgerStoppedException(Exception? cause)
    : InvalidOperationException("The ledger takes no more entries.", cause);
