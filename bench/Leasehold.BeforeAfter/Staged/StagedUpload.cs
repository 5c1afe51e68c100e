using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>An upload in three stages: pending, uploaded with no connection, saved.</summary>
internal sealed class StagedUpload(ThreeStages stages, ContentApis apis)
{
    public Task RunAsync(Work work, byte[] picture, CancellationToken cancellationToken) => stages.RunAsync(
        ThreeStages.Insert, work, (begun, token) => apis.StoreAsync(begun.Id, picture, token), cancellationToken);
}
