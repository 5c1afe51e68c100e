namespace Leasehold.Providers;

/// <summary>What is asked of a server when someone wants to know what its sessions wait for.</summary>
public sealed record ServerInspection
{
    /// <summary>How many sessions an answer has at the most.</summary>
    public const int MaxSessions = 1000;

    /// <summary>What the one connection that asks calls itself, so that it can be told from the pools'.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>Bounds connecting and each statement.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The sessions of the leases that are out; they are told of whether they wait or not.</summary>
    public required IReadOnlyCollection<ServerSessionId> Leased { get; init; }
}
