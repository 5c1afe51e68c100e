using System.Data.Common;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>The wrong way: a connection of the API's pool is held while a task asks for its song, and sleeps.</summary>
internal sealed class HeldSong(DbDataSource database, ContentApis apis)
{
    public async Task RunAsync(Work work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var song = await apis.MakeSongAsync(work.Title, cancellationToken);
        await WorkTable.CompleteAsync(connection, work, song);
    }
}
