namespace Leasehold.Pools;

/// <summary>The endpoint that most of an exhausted pool's connections are held by.</summary>
/// <param name="Name">The endpoint or job; outside any flow the method that leased.</param>
/// <param name="Held">How many connections it holds.</param>
/// <param name="Total">How many are held in all.</param>
/// <param name="Longest">The one it holds longest.</param>
/// <param name="Calling">One of those it holds across an external call, the longest; null when there is none.</param>
internal sealed record Culprit(string Name, int Held, int Total, Holder Longest, Holder? Calling)
{
    /// <summary>The worst endpoint of these holders; null when there are none.</summary>
    /// <param name="holders">All holders, the longest first.</param>
    public static Culprit? Of(IReadOnlyList<Holder> holders)
        => holders
            .GroupBy(static holder => holder.Flow ?? (holder.Member.Length > 0 ? holder.Member : "(unnamed)"),
                StringComparer.Ordinal)
            .OrderByDescending(static group => group.Sum(static holder => holder.HeldFor.TotalSeconds))
            .Select(group => new Culprit(
                group.Key,
                group.Count(),
                holders.Count,
                group.First(),
                group.FirstOrDefault(static holder => holder.Activity == HolderActivity.ExternalCall)))
            .FirstOrDefault();

    /// <summary>What it holds, and what to do about it.</summary>
    /// <param name="settings">Where the pool's settings stand.</param>
    public string Advice(string settings)
    {
        var raise = $"raise {settings}:Size or MaxOverflow";
        var who = $"{Name} holds {Held} of the {Total} leased connections";
        if (Calling is { } calling)
        {
            return $"{who}, and holds a connection across an external call to {calling.ExternalHost}: split it into "
                + "three stages, so that the call runs with no connection.";
        }

        return Longest switch
        {
            { Activity: HolderActivity.Opening } => $"{who}, and has been connecting to the database for "
                + $"{Longest.HeldFor.TotalSeconds:0.0} s: check that the server is up, reachable, and has connections "
                + "left.",
            { Activity: HolderActivity.Database } => $"{who} and is in the database: look at the query it runs there "
                + $"(an index, a lock). If holders are short and many, {raise}.",
            { Activity: HolderActivity.Idle, InTransaction: true } => $"{who} and does nothing in the database while "
                + $"its transaction is open: shorten it. If holders are short and many, {raise}.",
            _ => $"{who}. If holders are short and many, {raise}; if one is long, shorten its "
                + "transaction.",
        };
    }
}
