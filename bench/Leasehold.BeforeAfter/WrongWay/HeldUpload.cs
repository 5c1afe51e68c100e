using System.Data.Common;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>The wrong way: the connection is held while the picture is uploaded.</summary>
internal sealed class HeldUpload(DbDataSource database, ContentApis apis)
{
    public async Task RunAsync(Work work, byte[] picture, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await WorkTable.InsertAsync(connection, work);
        var address = await apis.StoreAsync(work.Id, picture, cancellationToken);
        await WorkTable.CompleteAsync(connection, work, address);
    }
}
