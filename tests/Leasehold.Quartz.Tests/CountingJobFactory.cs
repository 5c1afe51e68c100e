using System.Threading.Channels;
using Quartz;
using Quartz.Spi;

namespace Leasehold.Quartz.Tests;

/// <summary>An application's own job factory.</summary>
public sealed class CountingJobFactory(ConnectionPools pools, Channel<JobRun> runs) : IJobFactory
{
    private int _made;

    public int Made => Volatile.Read(ref _made);

    public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler)
    {
        Interlocked.Increment(ref _made);
        return new ReportJob(pools, runs);
    }

    public void ReturnJob(IJob job) => ((ReportJob)job).Dispose();
}
