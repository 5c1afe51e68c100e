namespace Leasehold.MySql;

/// <summary>That one session waits for another.</summary>
internal sealed record MySqlWaitRow(long Waiter, long Blocker, string Lock, string Table);
