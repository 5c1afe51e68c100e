namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>A request that changes no money: only the log row.</summary>
internal sealed class RequestEntry(RequestRecord request) : LedgerEntry
{
    public override void Write(LedgerStatements statements, LedgerIndex index) => statements.InsertRequest(request);
}
