namespace Leasehold.Providers;

/// <summary>What one session of a server waits for.</summary>
public sealed record ServerLockWait
{
    /// <summary>The sessions that have the lock, or stand before this one in its line; 0 for a prepared transaction.
    /// </summary>
    /// <value>Empty when the server does not tell and nobody is likely.</value>
    public IReadOnlyList<long> BlockedBy { get; init; } = [];

    /// <summary>Whether the server does not tell who has the lock, and these only may: who has been busy for longer.
    /// </summary>
    public bool AreCandidates { get; init; }

    /// <summary>How long it has been waiting; null when the server does not tell.</summary>
    public TimeSpan? Waited { get; init; }

    /// <summary>The kind of lock in the server's words, as in <c>tuple ExclusiveLock</c>; null when not told.</summary>
    public string? Lock { get; init; }

    /// <summary>The table; null when the server does not tell, or it is none.</summary>
    public string? Table { get; init; }
}
