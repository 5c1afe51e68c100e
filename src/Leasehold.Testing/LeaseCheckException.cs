namespace Leasehold.Testing;

/// <summary>What a <see cref="LeaseCheck"/> found.</summary>
public sealed class LeaseCheckException : LeaseholdException
{
    private const string Page = "https://github.com/leasehold/leasehold/blob/main/docs/errors/external-call.md";

    /// <summary>A finding in words.</summary>
    /// <param name="message">What was found.</param>
    public LeaseCheckException(string message)
        : this(message, null)
    {
    }

    /// <inheritdoc cref="LeaseCheckException(string)"/>
    /// <param name="message">What was found.</param>
    /// <param name="innerException">What led to it.</param>
    public LeaseCheckException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = Page;

    /// <summary>What was called and what is held.</summary>
    /// <param name="calls">The external calls made while a connection was held.</param>
    /// <param name="stillHeld">The leases that were not returned.</param>
    public LeaseCheckException(IReadOnlyList<GuardReport> calls, IReadOnlyList<Holder> stillHeld)
        : this(Describe(calls, stillHeld))
    {
        Calls = calls;
        StillHeld = stillHeld;
    }

    /// <summary>The external calls made while a connection was held.</summary>
    public IReadOnlyList<GuardReport> Calls { get; } = [];

    /// <summary>The leases that were not returned.</summary>
    public IReadOnlyList<Holder> StillHeld { get; } = [];

    private static string Describe(IReadOnlyList<GuardReport> calls, IReadOnlyList<Holder> stillHeld)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(stillHeld);
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
