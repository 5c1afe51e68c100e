namespace Leasehold.Providers;

/// <summary>What a server told of itself and of its sessions at one moment.</summary>
/// <remarks>It holds no SQL and no values.</remarks>
public sealed record ServerReport
{
    /// <summary>Which server answered, as in <see cref="ServerSessionId"/>.</summary>
    public required string Server { get; init; }

    /// <summary>Whether it takes no writes now: a standby, or set to read only.</summary>
    /// <value>Null when it does not tell.</value>
    public bool? IsReadOnly { get; init; }

    /// <summary>Connections of clients that it has now, without the one that asked.</summary>
    /// <value>Null when it does not tell.</value>
    public int? Connections { get; init; }

    /// <summary>How many it takes from ordinary users.</summary>
    /// <value>Null when it does not tell.</value>
    public int? MaxConnections { get; init; }

    /// <summary>Those that wait, those that others wait for, and those of the leases.</summary>
    /// <value>At most <see cref="ServerInspection.MaxSessions"/>.</value>
    public IReadOnlyList<ServerSession> Sessions { get; init; } = [];

    /// <summary>What it did not tell this user, and which right would change that: one sentence each.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
