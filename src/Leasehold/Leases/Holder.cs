namespace Leasehold;

/// <summary>Who holds a lease: one line of the ledger, at one moment.</summary>
public sealed record Holder
{
    /// <summary>Tells the leases of one pool apart: the next holder of the connection has another number.</summary>
    public long Lease { get; init; }

    /// <summary>The workload whose pool it is from.</summary>
    public required string Workload { get; init; }

    /// <summary>The endpoint or job; null outside any flow.</summary>
    public string? Flow { get; init; }

    /// <summary>
    /// The method that leased, or the EF Core context that opened; empty when the caller is not known.
    /// </summary>
    public string Member { get; init; } = "";

    /// <summary>The source file's name; empty when the caller is not known.</summary>
    public string File { get; init; } = "";

    /// <summary>The line; 0 when the caller is not known.</summary>
    public int Line { get; init; }

    /// <summary>The trace, if there is one.</summary>
    public string? TraceId { get; init; }

    /// <summary>Since the place was given.</summary>
    public TimeSpan HeldFor { get; init; }

    /// <summary>
    /// The number of the server's session: PostgreSQL's process id, MySQL's and MariaDB's thread id.
    /// </summary>
    /// <value>Null while it is being opened, where there is no server, and behind a pooler.</value>
    public long? Session { get; init; }

    /// <summary>Whether a session's transaction is open on it.</summary>
    public bool InTransaction { get; init; }

    /// <summary>What it is doing.</summary>
    public HolderActivity Activity { get; init; }

    /// <summary>The host of the call it waits for, if it waits for one.</summary>
    public string? ExternalHost { get; init; }

    /// <summary>Which server numbers its session so.</summary>
    internal string? Server { get; init; }

    /// <summary>One line for people: endpoint, method, file:line, age, what it is doing.</summary>
    public override string ToString()
    {
        var where = Line > 0 ? $" ({Member}, {File}:{Line})" : Member.Length > 0 ? $" ({Member})" : "";
        var doing = Activity switch
        {
            HolderActivity.ExternalCall => $"external call to {ExternalHost}",
            HolderActivity.Database => "database",
            HolderActivity.Idle => "idle",
            HolderActivity.Opening => "opening",
            _ => "database or idle",
        };
        return $"{Flow ?? "(no flow)"}{where}, held {HeldFor.TotalSeconds:0.000} s"
            + $"{(InTransaction ? ", in transaction" : "")}, {doing}";
    }
}
