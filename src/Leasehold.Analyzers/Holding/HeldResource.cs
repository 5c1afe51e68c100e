using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Something that a body holds from one point on, or was given by its caller.</summary>
/// <param name="kind">What it is.</param>
/// <param name="acquiredAt">Where it was acquired; the parameter, if the caller holds it.</param>
/// <param name="place">Where it is kept; null when nobody keeps it.</param>
/// <param name="owner">What it ends with, at the latest: a transaction with its connection.</param>
internal sealed class HeldResource(HeldKind kind, Location acquiredAt, Place? place, Place? owner)
{
    public HeldKind Kind { get; } = kind;

    public Location AcquiredAt { get; } = acquiredAt;

    public Place? Place { get; } = place;

    public Place? Owner { get; } = owner;

    /// <summary>Whether the caller handed in an open connection, and may want just this wait for it.</summary>
    public bool IsLent => Kind is HeldKind.Connection or HeldKind.Reader && Owner is null
        && Place is { Symbol: IParameterSymbol };

    /// <summary>How a message speaks of it: "the transaction 'tx'".</summary>
    public string Description => (Place?.Name ?? Owner?.Name) is { } name ? $"{Noun} '{name}'" : Noun;

    private string Noun => Kind switch
    {
        HeldKind.Connection => "the connection",
        HeldKind.Transaction => "the transaction",
        HeldKind.Session => "the session",
        HeldKind.Lease => "the lease",
        HeldKind.Reader => "the open reader",
        _ => "the transaction scope",
    };
}
