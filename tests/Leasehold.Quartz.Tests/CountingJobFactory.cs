using System.Threading.Channels;
using Quartz;
using Quartz.Extensibility;

namespace Leasehold.Quartz.Tests;

/// <summary>An application's own job factory.</summary>
public sealed class CountingJobFactory(ConnectionPools pools, Channel<JobRun> runs) : IJobFactory
{
    private int _made;

    public int Made => Volatile.Read(ref _made);

    public ValueTask<JobScope> CreateJob(
        TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _made);
        return new(new JobScope(new ReportJob(pools, runs)));
    }

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default)
    {
        ((ReportJob)scope.Job).Dispose();
        return default;
    }
}
