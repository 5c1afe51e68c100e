using System.Data.Common;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>The wrong way: each verse is saved as it comes, so the connection stays open between the calls.</summary>
internal sealed class HeldLyric(DbDataSource database, ContentApis apis)
{
    public async Task RunAsync(Work work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var lyric = "";
        for (var number = 1; number <= CallTimes.VersesPerLyric; number++)
        {
            lyric += await apis.WriteVerseAsync(work.Title, number, cancellationToken);
            await WorkTable.AppendAsync(connection, work, lyric);
        }

        await WorkTable.CompleteAsync(connection, work, lyric);
    }
}
