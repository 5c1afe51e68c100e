using System.Threading.Channels;
using Quartz;

namespace Leasehold.Quartz.Tests;

/// <summary>A job that leases from the pool of its flow; it knows nothing of flows itself.</summary>
[DisallowConcurrentExecution]
public sealed class ReportJob(ConnectionPools pools, Channel<JobRun> runs) : IJob, IDisposable
{
    private static int s_disposed;

    /// <summary>How many were disposed, by whoever made them.</summary>
    public static int Disposed => Volatile.Read(ref s_disposed);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var lease = await pools.Current.LeaseAsync(cancellationToken);
        var flow = Flow.Current;
        await runs.Writer.WriteAsync(
            new JobRun(flow?.Name, flow?.Workload, pools.All.Single(pool => pool.Snapshot().InUse == 1).Workload.Name),
            cancellationToken);
    }

    public void Dispose() => Interlocked.Increment(ref s_disposed);
}
