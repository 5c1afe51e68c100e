namespace Leasehold.Dashboard;

/// <summary>The documentation's pages that findings point at.</summary>
internal static class Docs
{
    private const string Root = "https://github.com/leasehold/leasehold/blob/main/docs/";

    public static Uri ThreeStages { get; } = new(Root + "guide/three-stages.md");

    public static Uri DurableStages { get; } = new(Root + "guide/durable-stages.md");

    public static Uri PoolExhausted { get; } = new(Root + "errors/pool-exhausted.md");

    public static Uri ExternalCall { get; } = new(Root + "errors/external-call.md");

    public static Uri LongHold { get; } = new(Root + "guide/dashboard.md#a-lease-held-for-long");

    public static Uri LostLease { get; } = new(Root + "guide/dashboard.md#a-lost-lease");

    public static Uri NestedAcquire { get; } = new(Root + "guide/dashboard.md#a-second-lease-inside-a-first");
}
