using System.Globalization;
using System.Text;
using Leasehold.Pools;

namespace Leasehold;

/// <summary>No place in a pool came free in time, or too many wait already.</summary>
/// <remarks>The message names the longest holders: for logs and developers, never for a client.</remarks>
public sealed class PoolExhaustedException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public PoolExhaustedException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public PoolExhaustedException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("pool-exhausted");

    /// <summary>Says what happened in words of its own, and how the pool was.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="pool">The pool when it happened.</param>
    /// <param name="waited">How long the caller waited.</param>
    /// <param name="wasRefused">Whether it was refused at once because MaxWaiters wait already.</param>
    public PoolExhaustedException(string message, PoolSnapshot pool, TimeSpan waited, bool wasRefused)
        : this(message)
    {
        Pool = pool;
        Waited = waited;
        WasRefused = wasRefused;
    }

    internal PoolExhaustedException(
        PoolSnapshot pool, Culprit? culprit, TimeSpan waited, TimeSpan limit, bool wasRefused, bool forWriterTurn)
        : this(Describe(pool, culprit, waited, limit, wasRefused, forWriterTurn), pool, waited, wasRefused)
    {
    }

    /// <summary>The pool when it happened, with its longest holders; null when that was not told.</summary>
    public PoolSnapshot? Pool { get; }

    /// <summary>How long the caller waited.</summary>
    public TimeSpan Waited { get; }

    /// <summary>Whether it was refused at once because MaxWaiters wait already.</summary>
    public bool WasRefused { get; }

    private static string Describe(
        PoolSnapshot pool, Culprit? culprit, TimeSpan waited, TimeSpan limit, bool wasRefused, bool forWriterTurn)
    {
        if (forWriterTurn && pool.Writers is { } line)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The database takes one writer at a time, and the turn to write did not come in time: this request of "
                + $"pool '{pool.Name}' waited {waited.TotalSeconds:0.000} s (limit {limit.TotalSeconds:0.###} s), "
                + $"{line.Waiting} more of the pool wait. {line.Advice()}");
        }

        var text = new StringBuilder();
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

        text.Append(culprit?.Advice(pool.Settings)
            ?? $"Nothing is leased: raise {pool.Settings}:MaxWaiters or look at what delays returns.");
        return text.ToString();
    }
}
