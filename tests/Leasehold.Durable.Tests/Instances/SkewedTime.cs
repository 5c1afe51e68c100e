namespace Leasehold.Durable.Tests.Instances;

/// <summary>The clock of a machine that is wrong by so much; what it measures is right.</summary>
internal sealed class SkewedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
