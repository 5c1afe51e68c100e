using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Dashboard;

/// <summary>The one endpoint behind which the dashboard's own pipeline runs, with services of its own.</summary>
internal sealed class DashboardMount
{
    /// <summary>The route parameter that takes what follows the mount's path.</summary>
    public const string Tail = "leasehold_dashboard_path";

    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;
    private readonly AccessRule _access;

    public DashboardMount(IServiceProvider host, DashboardOptions options)
    {
        var databases = host.GetService<RegisteredDatabases>() ?? throw new InvalidOperationException(
            "Call builder.AddLeaseholdHttp(), or services.AddLeaseholdDashboard(), before "
            + "app.MapLeaseholdDashboard().");
        _services = DashboardServices.Build(host, databases, options);
        _pipeline = DashboardPipeline.Build(_services);
        _access = _services.GetRequiredService<AccessRule>();

        // The host disposes what it registered, and this is not: pages are let go when it has stopped.
        host.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(_services.Dispose);
    }

    public static bool IsAuthorizedByApplication(IEnumerable<object> metadata)
        => metadata.Any(static m => m is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData);

    public async Task InvokeAsync(HttpContext context)
    {
        // A page's connection lasts for hours: it is no flow, and nothing that it does later is to be counted to one.
        Flow.Current?.Dispose();

        var request = context.Request;
        var (endpoint, services, pathBase, path) = (
            context.GetEndpoint(), context.RequestServices, request.PathBase, request.Path);
        var tail = request.RouteValues[Tail] as string ?? "";
        var full = path.Value ?? "";
        var mount = tail.Length == 0 ? full.TrimEnd('/') : full[..^(tail.Length + 1)];
        if (tail.Length == 0 && !full.EndsWith('/'))
        {
            // Every address in the page is relative, and relative to a folder.
            context.Response.Redirect(pathBase + mount + "/" + request.QueryString);
            return;
        }

        request.PathBase = pathBase + mount;
        request.Path = "/" + tail;
        try
        {
            var isAuthorized = IsAuthorizedByApplication(endpoint?.Metadata ?? EndpointMetadataCollection.Empty);
            await _access.InvokeAsync(context, isAuthorized, InvokePipelineAsync).ConfigureAwait(false);
        }
        finally
        {
            context.RequestServices = services;
            context.SetEndpoint(endpoint);
            (request.PathBase, request.Path) = (pathBase, path);
        }
    }

    private async Task InvokePipelineAsync(HttpContext context)
    {
        var scope = _services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            context.RequestServices = scope.ServiceProvider;
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            await _pipeline(context).ConfigureAwait(false);
        }
    }
}
