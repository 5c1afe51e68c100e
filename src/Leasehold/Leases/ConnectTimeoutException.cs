namespace Leasehold;

/// <summary>A place was free, but the database did not answer within what was left of the acquire time-out.</summary>
public sealed class ConnectTimeoutException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public ConnectTimeoutException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public ConnectTimeoutException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("connect-timeout");

    /// <summary>The bound that ran out; zero when that was not told.</summary>
    public TimeSpan Limit { get; init; }

    internal static ConnectTimeoutException After(TimeSpan limit, Exception inner)
        => new(
            $"The database did not accept a connection within AcquireTimeout ({limit.TotalSeconds:0.###} s), which "
            + "waiting for a place counts against. Check that the server is up and reachable.",
            inner)
        {
            Limit = limit,
        };

    internal static ConnectTimeoutException OfChecks(int count, TimeSpan limit, Exception inner)
        => new(
            $"A place was free, but {count} connections one after another did not answer their check within "
            + $"PrePingTimeout ({limit.TotalSeconds:0.###} s). See whether the server, or what is before it, hangs; "
            + "when it is merely slow, raise PrePingTimeout.",
            inner)
        {
            Limit = limit,
        };
}
