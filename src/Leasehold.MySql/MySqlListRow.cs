namespace Leasehold.MySql;

/// <summary>A row of the process list.</summary>
internal sealed record MySqlListRow(
    long Id, string User, string Client, string Command, TimeSpan Time, string State, string Statement)
{
    /// <summary>Whether it waits for a lock on a table, of which InnoDB knows nothing.</summary>
    public bool WaitsForTable
        => State.StartsWith("Waiting for ", StringComparison.Ordinal)
            && (State.EndsWith("metadata lock", StringComparison.Ordinal)
                || State.EndsWith("level lock", StringComparison.Ordinal));
}
