namespace Leasehold.BeforeAfter.Externals;

/// <summary>A song that was ordered.</summary>
internal sealed record SongOrder(string Id);
