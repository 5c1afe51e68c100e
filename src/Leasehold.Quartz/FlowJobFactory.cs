using Quartz;
using Quartz.Extensibility;

namespace Leasehold.Quartz;

/// <summary>Runs each job that another factory makes in a flow of its own.</summary>
/// <remarks>
/// Thread-safe. A listener could not do it: what it puts into the asynchronous context is gone before the job begins.
/// </remarks>
internal sealed class FlowJobFactory(IJobFactory inner, Workload workload) : IJobFactory
{
    public async ValueTask<JobScope> CreateJob(
        TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default)
    {
        var scope = await inner.CreateJob(bundle, scheduler, cancellationToken).ConfigureAwait(false);
        return new JobScope(new JobInFlow(scope.Job, workload), scope);
    }

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default)
        => inner.ReturnJob(scope.State is JobScope own ? own : scope, cancellationToken);
}
