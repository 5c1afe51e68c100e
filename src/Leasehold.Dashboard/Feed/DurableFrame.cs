using Leasehold.Durable;

namespace Leasehold.Dashboard;

/// <summary>A journal as it was last read.</summary>
/// <param name="ReadAt">When; null while it has not been.</param>
/// <param name="Instance">This instance, as the journal names owners.</param>
/// <param name="Open">Operations in flight or waiting, those due first in front.</param>
/// <param name="Dead">Dead letters, the oldest in front.</param>
/// <param name="Trouble">Why it is not newer.</param>
internal sealed record DurableFrame(
    DateTimeOffset? ReadAt,
    string Instance,
    IReadOnlyList<DurableRecord> Open,
    IReadOnlyList<DurableRecord> Dead,
    JournalTrouble Trouble)
{
    /// <summary>Rows of each list at the most; beyond it the lists say so.</summary>
    public const int MaxRows = 100;

    /// <summary>The kinds that are registered here, in the journal, or paused.</summary>
    public IReadOnlyList<DurableKind> Kinds { get; init; } = [];

    /// <summary>Kinds whose operations wait here for somebody else, or for somebody's word.</summary>
    public IEnumerable<DurableKind> Waiting
        => Kinds.Where(static kind => kind.IsPaused || (!kind.IsRegistered && kind.Prepared > 0));
}
