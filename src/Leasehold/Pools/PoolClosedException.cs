namespace Leasehold;

/// <summary>The pool is shut down, or shut down while the caller waited.</summary>
public sealed class PoolClosedException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public PoolClosedException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public PoolClosedException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("pool-closed");

    /// <summary>The pool's name; empty when that was not told.</summary>
    public string Pool { get; init; } = "";

    internal static PoolClosedException Of(string pool)
        => new($"Pool '{pool}' is shut down: the host has stopped. Start no new work after that.") { Pool = pool };
}
