using Leasehold.Durable;

namespace Leasehold.Testing;

/// <summary>Runs a test's own code at every step of stage code.</summary>
internal sealed class FaultHook(Func<string, CancellationToken, Task> hook) : IStepObserver
{
    public ValueTask PassAsync(string step, CancellationToken cancellationToken) => new(hook(step, cancellationToken));
}
