using System.Data.Common;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>
/// The wrong way, as it is found in many services: the request's connection waits for the render API too.
/// </summary>
internal sealed class HeldVideo(DbDataSource database, ContentApis apis)
{
    public async Task RunAsync(Work work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await WorkTable.InsertAsync(connection, work);
        var address = await apis.RenderAsync(work.Title, cancellationToken);
        await WorkTable.CompleteAsync(connection, work, address);
    }
}
