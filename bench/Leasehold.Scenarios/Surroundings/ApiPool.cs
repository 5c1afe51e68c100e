namespace Leasehold.Scenarios.Surroundings;

/// <summary>The pool that both sides of a comparison get.</summary>
internal sealed record ApiPool(int Size, int MaxOverflow, TimeSpan AcquireTimeout)
{
    /// <summary>The payment service's own defaults.</summary>
    public static ApiPool Default { get; } = new(30, 20, TimeSpan.FromSeconds(20));

    public override string ToString() => $"{Size}+{MaxOverflow}, AcquireTimeout {AcquireTimeout.TotalSeconds} s";
}
