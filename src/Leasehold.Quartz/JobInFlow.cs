using Quartz;

namespace Leasehold.Quartz;

/// <summary>One run of a job, in a flow named after the job.</summary>
internal sealed class JobInFlow(IJob inner, Workload workload) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var flow = Flow.Begin($"job {context.JobDetail.Key}", workload);
        await inner.Execute(context, cancellationToken).ConfigureAwait(false);
    }
}
