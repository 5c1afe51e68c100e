namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>Empties the ledger between tests.</summary>
internal sealed class ResetEntry : LedgerEntry
{
    public override bool StandsAlone => true;

    public override void Write(LedgerStatements statements, LedgerIndex index) => statements.DeleteEverything();

    public override void Publish(LedgerIndex index) => index.Clear();
}
