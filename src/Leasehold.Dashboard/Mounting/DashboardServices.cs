using System.Diagnostics;
using System.Diagnostics.Metrics;
using Leasehold.AspNetCore;
using Leasehold.Providers;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MudBlazor.Services;

namespace Leasehold.Dashboard;

/// <summary>The dashboard's own container: Blazor, SignalR and MudBlazor, apart from the application's.</summary>
/// <remarks>
/// Apart, because the application's settings of Blazor and SignalR (filters, hub limits, a backplane) must not decide
/// whether this page works when it is needed, and because an application without Blazor needs none of it.
/// </remarks>
internal static class DashboardServices
{
    /// <summary>A page whose connection broke finds itself again within this.</summary>
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(60);

    public static ServiceProvider Build(
        IServiceProvider host, RegisteredDatabases databases, DashboardOptions options)
    {
        var services = new ServiceCollection();
        Share<ILoggerFactory>(host, services);
        Share<IWebHostEnvironment>(host, services);
        Share<IHostEnvironment>(host, services);
        Share<IConfiguration>(host, services);
        Share<IHostApplicationLifetime>(host, services);
        Share<DiagnosticListener>(host, services);
        Share<DiagnosticSource>(host, services);
        Share<ActivitySource>(host, services);
        Share<IMeterFactory>(host, services);
        services.AddSingleton(host.GetService<TimeProvider>() ?? TimeProvider.System);
        services.AddLogging();

        // Keys in memory: they guard what lives no longer than this process, and nothing is written to disk.
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = options.MaxViewers;
            circuits.DisconnectedCircuitRetentionPeriod = Reconnect;
        });

        // No form is posted to it, and SameOrigin keeps other pages out: without a token there is no cookie, which
        // another dashboard on the same machine would take for its own.
        services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        services.AddMudServices();

        services.AddSingleton(options).AddSingleton(databases);
        services.AddSingleton(new HostServices(host));
        services.AddSingleton<FrameReader>().AddSingleton<DurableReader>().AddSingleton<DashboardFeed>();
        services.AddScoped<Viewer>();
        return services.BuildServiceProvider();
    }

    // As instances: who registered them disposes them.
    private static void Share<T>(IServiceProvider host, ServiceCollection services)
        where T : class
    {
        if (host.GetService<T>() is { } shared)
        {
            services.TryAddSingleton(shared);
        }
    }
}
