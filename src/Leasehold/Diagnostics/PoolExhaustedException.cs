using System.Globalization;
using System.Text;

namespace Leasehold;

/// <summary>No place in a pool came free in time, or too many wait already.</summary>
/// <remarks>The message names the longest holders: for logs and developers, never for a client.</remarks>
public sealed class PoolExhaustedException : TimeoutException
{
    internal PoolExhaustedException(
        PoolSnapshot pool, TimeSpan waited, TimeSpan limit, bool wasRefused, bool forWriterTurn)
        : base(Describe(pool, waited, limit, wasRefused, forWriterTurn))
    {
        Pool = pool;
        Waited = waited;
        WasRefused = wasRefused;
        HelpLink = LeaseholdDocs.Error("pool-exhausted");
    }

    /// <summary>The pool when it happened, with its longest holders.</summary>
    public PoolSnapshot Pool { get; }

    /// <summary>How long the caller waited.</summary>
    public TimeSpan Waited { get; }

    /// <summary>Whether it was refused at once because MaxWaiters wait already.</summary>
    public bool WasRefused { get; }

    private static string Describe(
        PoolSnapshot pool, TimeSpan waited, TimeSpan limit, bool wasRefused, bool forWriterTurn)
    {
        var text = new StringBuilder();
        if (forWriterTurn)
        {
            text.Append("The database takes one writer at a time, and the writers' turn did not come in time. ");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"Pool '{pool.Name}' is exhausted: {pool.InUse} of {pool.Size} connections and {pool.OverflowInUse} of ");
        text.Append(CultureInfo.InvariantCulture, $"{pool.MaxOverflow} overflow are leased, {pool.Waiting} wait. ");
        text.Append(wasRefused
            ? "This request was refused at once (MaxWaiters). "
            : $"This request waited {waited.TotalSeconds:0.000} s (limit {limit.TotalSeconds:0.###} s). ");
        if (pool.Holders.Count > 0)
        {
            text.Append("Longest holders: ").AppendJoin("; ", pool.Holders.Take(5)).Append(". ");
        }

        var calling = pool.Holders.FirstOrDefault(static h => h.Activity == HolderActivity.ExternalCall);
        text.Append(calling is null
            ? $"If holders are short and many, raise Leasehold:Pools:{pool.Workload}:Size or MaxOverflow; if one is "
                + "long, shorten its transaction."
            : $"{calling.Flow ?? calling.Member} holds a connection across an external call: split it into three "
                + "stages, so that the call runs with no connection.");
        return text.ToString();
    }
}
