namespace Leasehold;

/// <summary>What a <see cref="LeaseCheck"/> found.</summary>
public sealed class LeaseCheckException : Exception
{
    internal LeaseCheckException(IReadOnlyList<GuardReport> calls, IReadOnlyList<Holder> stillHeld)
        : base(Describe(calls, stillHeld))
    {
        Calls = calls;
        StillHeld = stillHeld;
        HelpLink = LeaseholdDocs.Error("external-call");
    }

    /// <summary>The external calls made while a connection was held.</summary>
    public IReadOnlyList<GuardReport> Calls { get; }

    /// <summary>The leases that were not returned.</summary>
    public IReadOnlyList<Holder> StillHeld { get; }

    private static string Describe(IReadOnlyList<GuardReport> calls, IReadOnlyList<Holder> stillHeld)
    {
        var lines = new List<string>();
        if (calls.Count > 0)
        {
            lines.Add($"{calls.Count} external call(s) were made while a connection was held:");
            lines.AddRange(calls.Select(static call => $"  {call.Endpoint} called {call.Target}: {call.Holder}"));
        }

        if (stillHeld.Count > 0)
        {
            lines.Add($"{stillHeld.Count} connection(s) are still held:");
            lines.AddRange(stillHeld.Select(static holder => $"  {holder}"));
        }

        return string.Join(Environment.NewLine, lines);
    }
}
