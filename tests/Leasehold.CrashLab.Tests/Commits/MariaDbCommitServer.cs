using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.CrashLab.Tests.Commits;

/// <summary>A server of these tests' own: here a commit can only be held up on all of it.</summary>
public sealed class MariaDbCommitServer : IAsyncLifetime
{
    private ServerAvailability<IDatabaseServer>? _found;

    public bool IsMissing => Found.IsMissing;

    public string Reason => Found.Reason;

    internal IDatabaseServer Server => Found.Server;

    private ServerAvailability<IDatabaseServer> Found
        => _found ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _found = await TestServers.TryStartPrivateMariaDbAsync();

    public async ValueTask DisposeAsync()
    {
        if (_found is { IsMissing: false } found)
        {
            await found.Server.DisposeAsync();
        }
    }
}
