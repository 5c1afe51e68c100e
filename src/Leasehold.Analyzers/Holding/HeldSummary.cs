namespace Leasehold.Analyzers;

/// <summary>What a method does to what its caller holds.</summary>
internal sealed class HeldSummary
{
    public static HeldSummary None { get; } = new();

    /// <summary>What is held when it has ended, in its object or in what it extends.</summary>
    public HeldKind? Leaves { get; set; }

    /// <summary>The member that keeps it, for a caller in the same object.</summary>
    public Place? Member { get; set; }

    /// <summary>What it returns open.</summary>
    public HeldKind? Returns { get; set; }

    /// <summary>The members whose transaction or connection it ends.</summary>
    public List<Place> Ends { get; } = [];
}
