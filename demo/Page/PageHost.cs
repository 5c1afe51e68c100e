using Leasehold.Demo.Page.Components;
using Leasehold.Demo.Page.Playing;
using Leasehold.Demo.Touring;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using MudBlazor.Services;

namespace Leasehold.Demo.Page;

/// <summary>Builds the demo's page: links to the services, and the before/after player.</summary>
internal static class PageHost
{
    /// <summary>Pages whose connection broke and may come back.</summary>
    private const int MaxLostPages = 10;

    /// <summary>A page that is open must not keep the demo from ending.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A page that is configured but not started.</summary>
    /// <param name="options">Where it listens and plays.</param>
    public static WebApplication Build(PageOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PageHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);

        // A page elsewhere must not start plays through a name that it made point here.
        builder.Services.AddHostFiltering(
            static filter => filter.AllowedHosts = ["127.0.0.1", "localhost", "[::1]"]);

        // Keys in memory: they guard what lives no longer than this process.
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddRoutingCore();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(
            static circuits => circuits.DisconnectedCircuitMaxRetained = MaxLostPages);
        builder.Services.AddMudServices();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<Player>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(static _ => new HttpClient());
        builder.Services.AddSingleton<PaymentRush>().AddSingleton<PictureRound>();

        var app = builder.Build();
        app.UseHostFiltering();
        app.Use(static next => context =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
            return next(context);
        });
        app.UseRouting();
        app.UseAntiforgery();
        app.MapGet("/assets/{name}", PageAssets.AnswerAsync);
        app.MapTour();
        app.MapRazorComponents<Shell>().AddInteractiveServerRenderMode();
        return app;
    }
}
