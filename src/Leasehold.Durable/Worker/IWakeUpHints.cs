namespace Leasehold.Durable;

/// <summary>Tells other instances that there is work; losing a hint costs time, never an operation.</summary>
/// <remarks>Thread-safe. Implemented by hint transports, and by nobody else.</remarks>
public interface IWakeUpHints
{
    /// <summary>Says so, without waiting and without ever throwing.</summary>
    void WorkIsDue();
}
