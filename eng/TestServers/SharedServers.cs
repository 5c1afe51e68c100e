using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.TestServers;

/// <summary>The servers of one test run; a variable that is set means that the user brings that server.</summary>
internal sealed class SharedServers(TextWriter output) : IAsyncDisposable
{
    private static readonly DatabaseServerOptions Options = new() { MaxConnections = 400 };
    private readonly List<IDatabaseServer> _started = [];

    /// <summary>Starts a server, unless the user brings it.</summary>
    /// <returns>How to reach it; null where there is none.</returns>
    public async Task<string?> StartAsync(
        string variable,
        Func<DatabaseServerOptions, CancellationToken, Task<ServerAvailability<IDatabaseServer>>> tryStart)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
        {
            return given;
        }

        var found = await tryStart(Options, CancellationToken.None);
        if (found.TryGet(out var server))
        {
            _started.Add(server);
            await output.WriteLineAsync($"{variable}={server.ConnectionString}");
            return server.ConnectionString;
        }

        await output.WriteLineAsync($"missing {found.Reason}");
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started)
        {
            await server.DisposeAsync();
        }
    }
}
