using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Tests.Callers;

/// <summary>The server's own transport, remembering what it was asked to bind.</summary>
internal sealed class RecordingTransport : IConnectionListenerFactory
{
    private readonly SocketTransportFactory _sockets = new(
        Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);

    public IList<EndPoint> Bound { get; } = [];

    public void Replace(IServiceCollection services)
    {
        var own = services.Single(s => s.ImplementationType == typeof(SocketTransportFactory));
        services[services.IndexOf(own)] = ServiceDescriptor.Singleton<IConnectionListenerFactory>(this);
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Bound.Add(endpoint);
        return _sockets.BindAsync(endpoint, cancellationToken);
    }
}
