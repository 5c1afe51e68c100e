using Leasehold.Durable;

namespace Leasehold.Dashboard;

/// <summary>A journal as it was last read.</summary>
/// <param name="ReadAt">When; null while it has not been.</param>
/// <param name="Instance">This instance, as the journal names owners.</param>
/// <param name="Open">Operations in flight or waiting, those due first in front.</param>
/// <param name="Dead">Dead letters, the oldest in front.</param>
/// <param name="Note">Why it is not newer; null when nothing stood in the way.</param>
internal sealed record DurableFrame(
    DateTimeOffset? ReadAt,
    string Instance,
    IReadOnlyList<DurableRecord> Open,
    IReadOnlyList<DurableRecord> Dead,
    string? Note)
{
    /// <summary>Rows of each list at the most; beyond it the lists say so.</summary>
    public const int MaxRows = 100;
}
