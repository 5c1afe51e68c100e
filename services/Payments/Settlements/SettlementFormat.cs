namespace Leasehold.Payments.Settlements;

/// <summary>The two forms of a settlement.</summary>
internal enum SettlementFormat
{
    JsonLines,
    Csv,
}
