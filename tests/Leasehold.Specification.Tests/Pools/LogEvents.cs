namespace Leasehold.Specification.Tests.Pools;

/// <summary>The event ids that operators may filter by: once given, never changed.</summary>
internal static class LogEvents
{
    public const int LeaseLeaked = 1000;
    public const int HeldOverBudget = 1001;
    public const int OverBudgetReturned = 1002;
    public const int NestedAcquire = 1003;
    public const int PoolInvalidated = 1004;
    public const int Exhausted = 1005;
    public const int BudgetAboveServer = 1006;
    public const int RecycleAboveServer = 1007;
    public const int WatchFailed = 1009;
    public const int SessionRetried = 1010;
    public const int CalledWhileHolding = 1012;
    public const int UnreachableAtStart = 1016;
    public const int WarmUpFailed = 1017;
    public const int HeldAtShutdown = 1018;
    public const int Reloaded = 1019;
    public const int ReloadRefused = 1020;
    public const int NeedsRestart = 1021;
}
