using Leasehold.AspNetCore;
using Leasehold.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Dashboard;

/// <summary>The one endpoint behind which the dashboard's own pipeline runs, with services of its own.</summary>
internal sealed class DashboardMount
{
    /// <summary>The route parameter that takes what follows the mount's path.</summary>
    public const string Tail = "leasehold_dashboard_path";

    private readonly OperatorGate _gate = new("MapLeaseholdDashboard");
    private readonly Lazy<Parts> _parts;

    public DashboardMount(IServiceProvider host, DashboardOptions options)
    {
        if (host.GetService<LeaseholdHttpServiceCollectionExtensions.HttpSide>() is null)
        {
            throw new InvalidOperationException(
                "Call builder.AddLeaseholdHttp() before app.MapLeaseholdDashboard().");
        }

        // With the first visitor: most instances of a service never have one.
        _parts = new Lazy<Parts>(() => Parts.Build(host, host.GetRequiredService<RegisteredDatabases>(), options));

        // The host disposes what it registered, and this is not: pages are let go when it has stopped.
        host.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(() =>
        {
            if (_parts.IsValueCreated)
            {
                _parts.Value.Services.Dispose();
            }
        });
    }

    public async Task InvokeAsync(HttpContext context)
    {
        // A page's connection lasts for hours: it is no flow, and nothing that it does later is to be counted to one.
        Flow.Current?.Dispose();
        if (!OperatorGate.Admits(context))
        {
            await _gate.RefuseAsync(context).ConfigureAwait(false);
            return;
        }

        if (!SameOrigin.Allows(context.Request))
        {
            await ProblemAnswer
                .WriteAsync(context, StatusCodes.Status403Forbidden, SameOrigin.Refusal).ConfigureAwait(false);
            return;
        }

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

        // As they are: a text assigned would be decoded once more, and %2500 become what no path may have.
        request.PathBase = pathBase.Add(new PathString(mount));
        request.Path = new PathString("/" + tail);
        try
        {
            await InvokePipelineAsync(context).ConfigureAwait(false);
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
        var parts = _parts.Value;
        var scope = parts.Services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            context.RequestServices = scope.ServiceProvider;
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            await parts.Pipeline(context).ConfigureAwait(false);
        }
    }

    private sealed record Parts(ServiceProvider Services, RequestDelegate Pipeline)
    {
        public static Parts Build(IServiceProvider host, RegisteredDatabases databases, DashboardOptions options)
        {
            var services = DashboardServices.Build(host, databases, options);
            return new Parts(services, DashboardPipeline.Build(services));
        }
    }
}
