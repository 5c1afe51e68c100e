namespace Leasehold.MySql;

/// <summary>An open transaction of InnoDB's.</summary>
/// <param name="Age">Since it began.</param>
/// <param name="Waited">Since it waits for a lock; null when it waits for none.</param>
internal sealed record MySqlTransactionRow(TimeSpan Age, TimeSpan? Waited);
