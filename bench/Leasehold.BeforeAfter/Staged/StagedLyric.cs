using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>A lyric in three stages: the verses are collected first and saved together.</summary>
internal sealed class StagedLyric(ThreeStages stages, ContentApis apis)
{
    public Task RunAsync(Work work, CancellationToken cancellationToken)
        => stages.RunAsync(ThreeStages.Begin, work, WriteAsync, cancellationToken);

    private async Task<string> WriteAsync(Work work, CancellationToken cancellationToken)
    {
        var verses = new List<string>(CallTimes.VersesPerLyric);
        for (var number = 1; number <= CallTimes.VersesPerLyric; number++)
        {
            verses.Add(await apis.WriteVerseAsync(work.Title, number, cancellationToken));
        }

        return string.Join('\n', verses);
    }
}
