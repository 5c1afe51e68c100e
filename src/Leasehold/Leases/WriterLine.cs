namespace Leasehold;

/// <summary>The line for the turn to write, where a database takes one writer at a time, as one pool sees it.</summary>
public sealed record WriterLine
{
    /// <summary>The pool's callers in line; they hold no connection meanwhile.</summary>
    public required int Waiting { get; init; }

    /// <summary>How long the first of them has been waiting; zero when there is none.</summary>
    public required TimeSpan LongestWait { get; init; }

    /// <summary>Who has the turn, of whichever pool; null when nobody has.</summary>
    public Holder? Writer { get; init; }

    /// <summary>Why a caller in this line waits, and what to do about it: a larger pool would not help.</summary>
    internal string Advice()
    {
        var who = Writer is null ? "The turn has just come free. " : $"The writer: {Writer}. ";
        return who + Writer switch
        {
            { Activity: HolderActivity.ExternalCall } => "It keeps the turn across an external call: split it into "
                + "three stages, so that nobody waits for the call.",
            { Activity: HolderActivity.Idle } => "It does nothing in the database while its transaction is open: "
                + "shorten it.",
            { Activity: HolderActivity.Opening } => "It has the turn and waits for its connection: look at who holds "
                + $"those of the pool {Writer.Workload}.",
            _ => "Shorten what writers do between begin and commit, or write more in each transaction; sessions that "
                + "only read need no turn. A larger pool would not help.",
        };
    }
}
