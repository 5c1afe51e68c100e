using System.Net;
using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Connections;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Keeps the server from listening where others could reach it while no keys are configured.</summary>
/// <remarks>
/// The server asks the transport registered last first. This one claims exactly the addresses it is there to refuse,
/// so it sees every way to set one (urls, ports, endpoints in configuration or code) before a socket is bound.
/// </remarks>
internal sealed class LoopbackListenerGuard(KeyRing keys)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => !keys.IsKeyed && !LocalCalls.IsLoopback(endpoint);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => throw CallerStartup.Refuse(endpoint.ToString() ?? "an unnamed address");
}
