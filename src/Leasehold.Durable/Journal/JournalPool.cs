namespace Leasehold.Durable;

/// <summary>
/// The connections that the journal's upkeep has to itself: heartbeats, claims and what else runs no code of an
/// operation.
/// </summary>
/// <remarks>
/// In a pool of the application, heartbeats would wait for places that it holds; a claim that runs out meanwhile is
/// taken over although its owner lives. Like every pool it is part of the server's budget, can be set under
/// <c>Leasehold:Pools:Durable</c>, and is shown wherever pools are.
/// </remarks>
internal static class JournalPool
{
    public static Workload Workload { get; } = Workload.Named("Durable");

    public static void AddTo(LeaseholdOptions options)
        => options.Pools.TryAdd(Workload.Name, PoolOptions.For(Workload));
}
