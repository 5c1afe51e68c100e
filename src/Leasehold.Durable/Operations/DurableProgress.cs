namespace Leasehold.Durable;

/// <summary>How far the call of an operation says it is.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Fraction">The part that is done.</param>
/// <param name="Note">What it is at; at most 200 characters are kept.</param>
public sealed record DurableProgress(double Fraction, string? Note = null);
