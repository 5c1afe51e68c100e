namespace Leasehold.Testing;

/// <summary>A fault that a test asked for.</summary>
public sealed class InjectedFaultException : LeaseholdException
{
    /// <summary>A fault in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public InjectedFaultException(string message)
        : this(message, null)
    {
    }

    /// <summary>A fault in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public InjectedFaultException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Where, one of <see cref="Durable.DurableSteps.All"/>; empty when that was not told.</summary>
    public string Step { get; init; } = "";
}
