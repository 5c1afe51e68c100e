using Leasehold.Dashboard.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

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
        app.UseAntiforgery();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/assets/{version}/{name}", EmbeddedAssets.AnswerAsync);
            endpoints.MapGet("/login", services.GetRequiredService<LoginPage>().ShowAsync);
            endpoints.MapPost("/login", services.GetRequiredService<LoginPage>().SignInAsync);
            endpoints.MapPost("/logout", LoginPage.SignOutAsync);
            endpoints.MapGet("/records/{database}/{id}", RecordDownload.AnswerAsync);
            endpoints.MapRazorComponents<Page>().AddInteractiveServerRenderMode(static mode =>
                mode.ContentSecurityFrameAncestorsPolicy = null); // said in PageHeaders
        });
        return app.Build();
    }
}
