using Leasehold.Sight.ExternalCalls;

namespace Leasehold;

/// <summary>
/// Puts the guard before HTTP clients whose primary handler is not the framework's; the others it lets pass, since
/// the guard sees them by itself.
/// </summary>
/// <param name="guard">The application's guard.</param>
/// <remarks>
/// With ASP.NET Core it is added to every client of the factory. Elsewhere:
/// <c>services.ConfigureHttpClientDefaults(client =&gt; client.AddHttpMessageHandler(s =&gt; new
/// ExternalCallHandler(s.GetRequiredService&lt;ExternalCallGuard&gt;())))</c>.
/// </remarks>
public sealed class ExternalCallHandler(ExternalCallGuard guard) : DelegatingHandler
{
    private bool? _isSeenAnyway;

    /// <inheritdoc/>
    /// <exception cref="ExternalCallException">The guard stops the call.</exception>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
        => IsSeenAnyway ? base.SendAsync(request, cancellationToken) : SendGuardedAsync(request, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ExternalCallException">The guard stops the call.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var call = IsSeenAnyway ? null : guard.Begin(CallTarget.Of(request));
        return base.Send(request, cancellationToken);
    }

    private bool IsSeenAnyway => _isSeenAnyway ??= Primary() is SocketsHttpHandler or HttpClientHandler;

    private async Task<HttpResponseMessage> SendGuardedAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var call = guard.Begin(CallTarget.Of(request));
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private HttpMessageHandler? Primary()
    {
        var handler = InnerHandler;
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return handler;
    }
}
