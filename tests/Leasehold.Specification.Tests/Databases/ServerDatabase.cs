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

    /// <summary>Sets a variable of the session to 77.</summary>
    public abstract string SetVariable { get; }

    /// <summary>Reads it; NULL when it is not set.</summary>
    public abstract string ReadVariable { get; }

    /// <inheritdoc/>
    public override async Task<bool> IsWritableAsync(string table)
    {
        await using var outside = await OpenOutsideAsync();
        try
        {
            return await outside.ReadAsync($"SELECT id FROM {table} WHERE id = 1 FOR UPDATE NOWAIT") == 1;
        }
        catch (DbException)
        {
            return false; // somebody has locked it
        }
    }

    /// <summary>The same database through another port.</summary>
    public abstract string Via(int port, string? connectionString = null);

    /// <summary>Ends a session from the server's side, and waits until it is gone.</summary>
    public abstract Task KillAsync(object physical);

    /// <summary>An unpooled, closed connection.</summary>
    public abstract DbConnection Connect(string connectionString);

    /// <summary>A statement after which the server takes a while to end the session of a client that left.</summary>
    public virtual string MakeSlowToEnd => Touch;

    /// <summary>Makes a user that the server allows so many connections, and no more.</summary>
    public abstract Task<LimitedUser> CreateLimitedUserAsync(int connections);

    /// <summary>Starts a server of the test's own, or skips the test.</summary>
    public abstract Task<IDatabaseServer> StartPrivateAsync();
}
