namespace Leasehold;

/// <summary>Where the hold time of one database's leases goes, by endpoint.</summary>
/// <remarks>Thread-safe. Bounded: endpoints beyond the first 1,000 are counted together as <c>other</c>.</remarks>
public sealed class Attribution
{
    internal Attribution()
    {
    }

    /// <summary>The endpoints so far, the one with the most lease-seconds first.</summary>
    /// <param name="maxEndpoints">How many at the most; 0 to 1,000.</param>
    public IReadOnlyList<EndpointUsage> Read(int maxEndpoints = 100) => [];
}
