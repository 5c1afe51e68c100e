using Leasehold.BeforeAfter.Serving;
using Leasehold.BeforeAfter.Works;
using Microsoft.Extensions.Hosting;

namespace Leasehold.BeforeAfter.WrongWay;

/// <summary>The wrong way: a task per request, started and forgotten, on whatever pool the request had.</summary>
internal sealed class FireAndForget(
    HeldSong song, HeldClip clip, HeldLyric lyric, TaskTally tally, IHostApplicationLifetime lifetime)
{
    public void Start(Work work)
    {
        tally.Accepted();
        var acceptedAt = tally.Now;
        _ = Task.Run(() => RunAsync(work, acceptedAt), CancellationToken.None);
    }

    private async Task RunAsync(Work work, long acceptedAt)
    {
        // The name is for the list of holders. The workload is what is wrong here: the API's.
        using var flow = Flow.Begin($"{work.Kind} task", Workload.Api);
        await tally.CountAsync(acceptedAt, () => work.Kind switch
        {
            WorkKinds.Song => song.RunAsync(work, lifetime.ApplicationStopping),
            WorkKinds.Clip => clip.RunAsync(work, lifetime.ApplicationStopping),
            _ => lyric.RunAsync(work, lifetime.ApplicationStopping),
        });
    }
}
