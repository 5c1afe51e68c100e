namespace Leasehold.Payments.Settlements;

/// <summary>Some movements of one kind.</summary>
internal readonly record struct SettlementPage(string Type, IReadOnlyList<SettlementRow> Rows);
