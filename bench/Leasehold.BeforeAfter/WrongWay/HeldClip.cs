using System.Data.Common;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>The wrong way: one connection of the API's pool is held across two calls.</summary>
internal sealed class HeldClip(DbDataSource database, ContentApis apis)
{
    public async Task RunAsync(Work work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var video = await apis.RenderAsync(work.Title, cancellationToken);
        var address = await apis.StoreAsync(work.Id, System.Text.Encoding.UTF8.GetBytes(video), cancellationToken);
        await WorkTable.CompleteAsync(connection, work, address);
    }
}
