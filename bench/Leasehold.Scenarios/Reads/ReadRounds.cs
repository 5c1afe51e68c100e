namespace Leasehold.Scenarios.Reads;

/// <summary>How often and for how long each side is read from.</summary>
internal sealed record ReadRounds(int Count, TimeSpan Length)
{
    public const int Callers = 32;

    public override string ToString() => $"{Count} rounds of {Length.TotalSeconds} s each";
}
