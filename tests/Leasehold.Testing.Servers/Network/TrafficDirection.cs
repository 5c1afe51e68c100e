namespace Leasehold.Testing.Servers.Network;

/// <summary>Which way bytes flow through a proxy.</summary>
[Flags]
public enum TrafficDirection
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>What the client sends: requests, statements.</summary>
    ToServer = 1,

    /// <summary>What the server answers. Without it a COMMIT arrives, and its answer is lost.</summary>
    ToClient = 2,

    /// <summary>Both ways.</summary>
    Both = ToServer | ToClient,
}
