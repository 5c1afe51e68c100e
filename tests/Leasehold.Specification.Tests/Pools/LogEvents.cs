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
}
