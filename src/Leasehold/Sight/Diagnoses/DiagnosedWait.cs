namespace Leasehold;

/// <summary>Somebody who waits for a lock in the database, and for whom.</summary>
public sealed record DiagnosedWait
{
    /// <summary>Who waits.</summary>
    public required DiagnosedSession Waiter { get; init; }

    /// <summary>Who has the lock, or stands before the waiter in its line.</summary>
    public required IReadOnlyList<DiagnosedSession> Blockers { get; init; }

    /// <summary>Whether the server does not tell, and these only may have it.</summary>
    public bool AreCandidates { get; init; }

    /// <summary>How long it has been waiting; null when not known.</summary>
    public TimeSpan? Waited { get; init; }

    /// <summary>The kind of lock in the server's words; null when not known.</summary>
    public string? Lock { get; init; }

    /// <summary>The table; null when not known.</summary>
    public string? Table { get; init; }
}
