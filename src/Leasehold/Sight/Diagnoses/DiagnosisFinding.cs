namespace Leasehold;

/// <summary>One thing that is wrong, who it is, and what to do about it.</summary>
public sealed record DiagnosisFinding
{
    /// <summary>What it is about.</summary>
    public required DiagnosisKind Kind { get; init; }

    /// <summary>What is the case, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>Whom to look at: a lease with its line, or a session of somebody else's.</summary>
    /// <value>Null where it is the server.</value>
    public DiagnosedSession? Who { get; init; }

    /// <summary>For how long so far.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How many wait behind it.</summary>
    public int Waiting { get; init; }

    /// <summary>What to do, in one or two sentences.</summary>
    public required string Action { get; init; }

    /// <summary>A statement that ends it now, for somebody who may give it to the server.</summary>
    /// <value>Null when none does.</value>
    public string? Command { get; init; }
}
