namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>A decided payment and the request that asked for it.</summary>
internal sealed class ChargeEntry(Charge charge, RequestRecord request) : LedgerEntry
{
    public override void Write(LedgerStatements statements, LedgerIndex index)
    {
        statements.InsertCharge(charge);
        statements.InsertRequest(request);
    }

    public override void Publish(LedgerIndex index) => index.Add(charge);
}
