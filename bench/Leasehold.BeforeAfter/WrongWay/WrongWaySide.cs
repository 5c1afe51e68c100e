using System.Data.Common;
using Leasehold.BeforeAfter.Serving;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>The service as it is mostly written: one data source, connections held across calls.</summary>
internal sealed class WrongWaySide(DbDataSource database, HeldVideo video, HeldUpload upload, FireAndForget tasks)
    : IServingSide
{
    public Task ServeAsync(Work work, byte[] body, CancellationToken cancellationToken)
        => work.Kind == WorkKinds.Picture
            ? upload.RunAsync(work, body, cancellationToken)
            : video.RunAsync(work, cancellationToken);

    public async Task AcceptAsync(Work work, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await WorkTable.InsertAsync(connection, work);
        }

        tasks.Start(work);
    }

    public async Task<string?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await WorkTable.ReadStateAsync(connection, id);
    }
}
