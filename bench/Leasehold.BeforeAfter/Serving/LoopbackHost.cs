using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.BeforeAfter.Serving;

/// <summary>A host on a free loopback port that takes nothing over from the program it runs in.</summary>
internal static class LoopbackHost
{
    /// <summary>Runs are stopped by hand; what still waits for a slow call then is not worth waiting for.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);

        // The wrong way fails by the hundred, on purpose; the figures say so, and the console stays readable.
        builder.Logging.SetMinimumLevel(LogLevel.None);
        return builder;
    }
}
