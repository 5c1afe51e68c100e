namespace Leasehold;

/// <summary>Who holds a lease: one line of the ledger, at one moment.</summary>
/// <param name="Workload">The workload whose pool it is from.</param>
/// <param name="Flow">The endpoint or job; null outside any flow.</param>
/// <param name="Member">
/// The method that leased, or the EF Core context that opened; empty when opened through a plain data source call.
/// </param>
/// <param name="File">The source file's name.</param>
/// <param name="Line">The line.</param>
/// <param name="TraceId">The trace, if there is one.</param>
/// <param name="HeldFor">Since the place was given.</param>
/// <param name="InTransaction">Whether a session's transaction is open on it.</param>
/// <param name="Activity">What it is doing.</param>
/// <param name="ExternalHost">The host of the call it waits for, if it waits for one.</param>
public sealed record Holder(
    string Workload,
    string? Flow,
    string Member,
    string File,
    int Line,
    string? TraceId,
    TimeSpan HeldFor,
    bool InTransaction,
    HolderActivity Activity,
    string? ExternalHost)
{
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
