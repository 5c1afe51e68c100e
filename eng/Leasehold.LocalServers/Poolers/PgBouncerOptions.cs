using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Poolers;

/// <summary>Settings of a private PgBouncer.</summary>
public sealed record PgBouncerOptions : PrivateServerOptions
{
    /// <summary>How many connections to the server it keeps for one database and user.</summary>
    /// <value>Connections; 20 by default, as in PgBouncer itself.</value>
    public int PoolSize { get; init; } = 20;

    /// <summary>How long a client has a session of the server.</summary>
    /// <value><c>transaction</c> by default; <c>session</c> or <c>statement</c>.</value>
    public string PoolMode { get; init; } = "transaction";

    /// <summary>How many clients may be connected.</summary>
    /// <value>Connections; 1,000 by default.</value>
    public int MaxClients { get; init; } = 1_000;
}
