using Leasehold.Providers;

namespace Leasehold.AspNetCore;

/// <summary>One database in the snapshot.</summary>
internal sealed record DatabaseDocument(string Name, string System, IReadOnlyList<PoolDocument> Pools)
{
    public static DatabaseDocument Of(RegisteredDatabase database, int maxHolders) => new(
        database.Name,
        database.Pools.Provider.Dialect.SystemName,
        [.. database.Pools.Snapshot(maxHolders).Select(PoolDocument.Of)]);
}
