using Quartz;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>Tells that it ran; its row outlives it.</summary>
[DisallowConcurrentExecution]
public sealed class SignalJob(TaskCompletionSource signal) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        signal.TrySetResult();
        return default;
    }
}
