using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>A song in three stages: asking and sleeping cost no connection.</summary>
internal sealed class StagedSong(ThreeStages stages, ContentApis apis)
{
    public Task RunAsync(Work work, CancellationToken cancellationToken) => stages.RunAsync(
        ThreeStages.Begin, work, (begun, token) => apis.MakeSongAsync(begun.Title, token), cancellationToken);
}
