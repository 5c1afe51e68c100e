namespace Leasehold;

/// <summary>The pool is shut down, or shut down while the caller waited.</summary>
public sealed class PoolClosedException : InvalidOperationException
{
    internal PoolClosedException(string pool)
        : base($"Pool '{pool}' is shut down: the host is stopping. Start no new work after that.")
    {
        Pool = pool;
        HelpLink = LeaseholdDocs.Error("pool-closed");
    }

    /// <summary>The pool's name.</summary>
    public string Pool { get; }
}
