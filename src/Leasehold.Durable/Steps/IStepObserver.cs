namespace Leasehold.Durable;

/// <summary>Is told of every step of stage code: what it throws or waits for happens there. For tests.</summary>
/// <remarks>
/// Thread-safe. Registered as a service, before the host is built; nothing outside the process can turn one on. Without
/// one a step costs the read of a field. <c>Leasehold.Testing</c> has one that injects faults.
/// </remarks>
public interface IStepObserver
{
    /// <summary>A step is reached.</summary>
    /// <param name="step">Its name, one of <see cref="DurableSteps.All"/>.</param>
    /// <param name="cancellationToken">The token of the work around it.</param>
    ValueTask PassAsync(string step, CancellationToken cancellationToken);
}
