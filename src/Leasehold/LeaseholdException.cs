namespace Leasehold;

/// <summary>What Leasehold itself throws while an application runs: one type to catch for all packages.</summary>
/// <remarks>
/// Errors of the database stay the driver's own exceptions; misuse and wrong settings are the framework's
/// <see cref="ArgumentException"/> and <see cref="InvalidOperationException"/>.
/// </remarks>
public abstract class LeaseholdException : Exception
{
    /// <summary>What happened, and what led to it.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it, if anything was thrown.</param>
    protected LeaseholdException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
