using Leasehold.BeforeAfter.Serving;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>The service on Leasehold: sessions, three stages, and a pool of their own for background tasks.</summary>
internal sealed class StagedSide(ConnectionPools pools, StagedVideo video, StagedUpload upload, StagedTasks tasks)
    : IServingSide
{
    public Task ServeAsync(Work work, byte[] body, CancellationToken cancellationToken)
        => work.Kind == WorkKinds.Picture
            ? upload.RunAsync(work, body, cancellationToken)
            : video.RunAsync(work, cancellationToken);

    public async Task AcceptAsync(Work work, CancellationToken cancellationToken)
    {
        await pools.InSessionAsync(
            (session, _) => WorkTable.InsertAsync(session.Connection, work, session.Transaction), cancellationToken);
        await tasks.AddAsync(work, cancellationToken);
    }

    public async Task<string?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        return await WorkTable.ReadStateAsync(lease.Connection, id);
    }
}
