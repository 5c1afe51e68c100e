namespace Leasehold;

/// <summary>What is wrong with one database's pools at one moment, who it is, and what to do about it.</summary>
/// <remarks>Immutable. It holds no SQL, no values and no connection string.</remarks>
public sealed record Diagnosis
{
    /// <summary>When the server was asked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the server said of itself, or why it said nothing.</summary>
    public required DiagnosedServer Server { get; init; }

    /// <summary>What somebody should do something about, the most urgent first; empty when nothing is wrong.</summary>
    /// <value>At most 30.</value>
    public required IReadOnlyList<DiagnosisFinding> Findings { get; init; }

    /// <summary>Who waits for whom in the database, the longest wait first, be it worth a finding or not.</summary>
    /// <value>At most 200.</value>
    public required IReadOnlyList<DiagnosedWait> Waits { get; init; }

    /// <summary>What could not be told, and why: rights that are missing, a driver that has no such question.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
