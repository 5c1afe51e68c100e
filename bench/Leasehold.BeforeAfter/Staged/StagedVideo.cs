using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>A video in three stages: the minutes at the render API cost no connection.</summary>
internal sealed class StagedVideo(ThreeStages stages, ContentApis apis)
{
    public Task RunAsync(Work work, CancellationToken cancellationToken) => stages.RunAsync(
        ThreeStages.Insert, work, (begun, token) => apis.RenderAsync(begun.Title, token), cancellationToken);
}
