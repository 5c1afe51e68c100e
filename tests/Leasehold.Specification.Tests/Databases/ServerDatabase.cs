using System.Data.Common;
using Leasehold.LocalServers.Databases;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>A database behind a socket: its sessions can be killed, its connections proxied.</summary>
public abstract class ServerDatabase : DatabaseUnderTest
{
    /// <summary>The server's port.</summary>
    public abstract int Port { get; }

    /// <inheritdoc/>
    public override string UnreachableConnectionString => Via(LocalServers.Network.FreePort.Next());

    /// <summary>The exact moment at which the driver replaces a connection that is too old.</summary>
    public abstract bool RecyclesOnReturn { get; }

    /// <summary>Whether the driver checks a connection as a part of every open, so that no check is ours.</summary>
    public abstract bool ChecksOnOpen { get; }

    /// <summary>Sets a variable of the session to 77.</summary>
    public abstract string SetVariable { get; }

    /// <summary>Reads it; NULL when it is not set.</summary>
    public abstract string ReadVariable { get; }

    /// <summary>The same database through another port.</summary>
    public abstract string Via(int port, string? connectionString = null);

    /// <summary>Ends a session from the server's side, and waits until it is gone.</summary>
    public abstract Task KillAsync(object physical);

    /// <summary>An unpooled, closed connection.</summary>
    public abstract DbConnection Connect(string connectionString);

    /// <summary>Starts a server of the test's own, or skips the test.</summary>
    public abstract Task<IDatabaseServer> StartPrivateAsync();
}
