using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>A server, or the reason why there is none: a test skips itself with that reason.</summary>
/// <example><c>Assert.SkipWhen(found.IsMissing, found.Reason);</c></example>
public sealed class ServerAvailability<TServer>
    where TServer : class
{
    private readonly TServer? _server;

    internal ServerAvailability(TServer server) => _server = server;

    internal ServerAvailability(string reason) => Reason = reason;

    /// <summary>Whether there is no server.</summary>
    public bool IsMissing => _server is null;

    /// <summary>Why there is no server; empty when there is one.</summary>
    public string Reason { get; } = string.Empty;

    /// <summary>The server.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TServer Server => _server ?? throw new InvalidOperationException(Reason);

    /// <summary>Whether there is a server, and which.</summary>
    public bool TryGet([NotNullWhen(true)] out TServer? server)
    {
        server = _server;
        return server is not null;
    }
}
