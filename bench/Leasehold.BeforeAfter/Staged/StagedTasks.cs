using System.Threading.Channels;
using Leasehold.BeforeAfter.Serving;
using Leasehold.BeforeAfter.Works;
using Microsoft.Extensions.Hosting;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>A queue and a bounded number of tasks at once, each a flow of the Background workload.</summary>
internal sealed class StagedTasks(StagedSong song, StagedClip clip, StagedLyric lyric, TaskTally tally)
    : BackgroundService
{
    /// <summary>Calls cost no connection, so this is bounded by what the other side takes, not by the pool.</summary>
    private const int MaxConcurrency = 64;

    private const int MaxQueued = 10_000;

    private readonly Channel<(Work Work, long AcceptedAt)> _queue =
        Channel.CreateBounded<(Work Work, long AcceptedAt)>(MaxQueued);

    public ValueTask AddAsync(Work work, CancellationToken cancellationToken)
    {
        tally.Accepted();
        return _queue.Writer.WriteAsync((work, tally.Now), cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _queue.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = stoppingToken },
        async (queued, token) =>
        {
            using var flow = Flow.Begin($"{queued.Work.Kind} task", Workload.Background);
            await tally.CountAsync(queued.AcceptedAt, () => RunAsync(queued.Work, token));
        });

    private Task RunAsync(Work work, CancellationToken cancellationToken) => work.Kind switch
    {
        WorkKinds.Song => song.RunAsync(work, cancellationToken),
        WorkKinds.Clip => clip.RunAsync(work, cancellationToken),
        _ => lyric.RunAsync(work, cancellationToken),
    };
}
