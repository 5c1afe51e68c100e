namespace Leasehold;

/// <summary>A place was free, but the database did not answer within what was left of the acquire time-out.</summary>
public sealed class ConnectTimeoutException : TimeoutException
{
    internal ConnectTimeoutException(TimeSpan limit, Exception inner)
        : base(
            $"The database did not accept a connection within AcquireTimeout ({limit.TotalSeconds:0.###} s), which "
            + "waiting for a place counts against. Check that the server is up and reachable.",
            inner)
    {
        Limit = limit;
        HelpLink = LeaseholdDocs.Error("connect-timeout");
    }

    /// <summary>The bound that ran out.</summary>
    public TimeSpan Limit { get; }
}
