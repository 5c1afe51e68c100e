using Leasehold.Dashboard.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>What runs below the mount, in the dashboard's own routing.</summary>
internal static class DashboardPipeline
{
    public static RequestDelegate Build(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.Use(static next => context =>
        {
            PageHeaders.Set(context.Response.Headers);
            return next(context);
        });
        app.UseRouting();
        app.Use(static next => context => IsPageAskedOtherwise(context) ? RefuseAsync(context) : next(context));
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/assets/{version}/{name}", EmbeddedAssets.AnswerAsync);
            endpoints.MapGet("/records/{database}/{id}", RecordDownload.AnswerAsync);
            endpoints.MapRazorComponents<Page>().AddInteractiveServerRenderMode(static mode =>
                    mode.ContentSecurityFrameAncestorsPolicy = null) // said in PageHeaders
                .DisableAntiforgery();
        });
        return app.Build();
    }

    // The framework maps a page for POST too, and reads a form then, whatever was sent.
    private static bool IsPageAskedOtherwise(HttpContext context)
        => context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && !HttpMethods.IsGet(context.Request.Method)
            && !HttpMethods.IsHead(context.Request.Method);

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD";
        return Task.CompletedTask;
    }
}
