using System.Text;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>A clip in three stages: both external calls are stage 2.</summary>
internal sealed class StagedClip(ThreeStages stages, ContentApis apis)
{
    public Task RunAsync(Work work, CancellationToken cancellationToken)
        => stages.RunAsync(ThreeStages.Begin, work, MakeAsync, cancellationToken);

    private async Task<string> MakeAsync(Work work, CancellationToken cancellationToken)
    {
        var video = await apis.RenderAsync(work.Title, cancellationToken);
        return await apis.StoreAsync(work.Id, Encoding.UTF8.GetBytes(video), cancellationToken);
    }
}
