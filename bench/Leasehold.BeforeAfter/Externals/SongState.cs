namespace Leasehold.BeforeAfter.Externals;

/// <summary>Whether an ordered song is there.</summary>
internal sealed record SongState(bool Ready);
