using Quartz;
using Quartz.Spi;

namespace Leasehold.Quartz;

/// <summary>Runs each job that another factory makes in a flow of its own.</summary>
/// <remarks>
/// Thread-safe. A listener could not do it: what it puts into the asynchronous context is gone before the job begins.
/// </remarks>
internal sealed class FlowJobFactory(IJobFactory inner, Workload workload) : IJobFactory
{
    public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler)
        => new JobInFlow(inner.NewJob(bundle, scheduler), workload);

    public void ReturnJob(IJob job) => inner.ReturnJob(job is JobInFlow wrapped ? wrapped.Inner : job);
}
