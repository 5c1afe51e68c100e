namespace Leasehold.Dashboard;

/// <summary>Why a journal is not newer than it is.</summary>
internal enum JournalTrouble
{
    /// <summary>Nothing stood in the way.</summary>
    None,

    /// <summary>The Background pool is full, and the dashboard does not queue.</summary>
    PoolIsFull,

    /// <summary>It could not be read; the log says why.</summary>
    Unreadable,
}
