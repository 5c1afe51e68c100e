using Leasehold.Providers;

namespace Leasehold.AspNetCore;

/// <summary>The whole answer of the snapshot route.</summary>
internal sealed record SnapshotDocument(DateTimeOffset TakenAt, IReadOnlyList<DatabaseDocument> Databases)
{
    public static SnapshotDocument Take(RegisteredDatabases databases, int maxHolders, TimeProvider time)
        => new(time.GetUtcNow(), [.. databases.All.Select(d => DatabaseDocument.Of(d, maxHolders))]);
}
