namespace Leasehold.Durable.Faults;

/// <summary>A fault that a test asked for.</summary>
/// <param name="point">Where.</param>
public sealed class InjectedFaultException(string point) : Exception($"Injected at {point}.")
{
    /// <summary>Where.</summary>
    public string Point { get; } = point;
}
