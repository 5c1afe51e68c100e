using System.Diagnostics.CodeAnalysis;
using Leasehold.Simulators.ImageProcessor.Control;
using Leasehold.Simulators.ImageProcessor.Faults;
using Leasehold.Simulators.ImageProcessor.Fetching;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Http;
using Leasehold.Simulators.ImageProcessor.Pixels;
using Leasehold.Simulators.ImageProcessor.Pixels.Isolation;
using Leasehold.Simulators.ImageProcessor.Processing;
using Leasehold.Simulators.ImageProcessor.Results;
using Leasehold.Simulators.ImageProcessor.Samples;

namespace Leasehold.Simulators.ImageProcessor;

/// <summary>Builds the image processor simulator; any number of them may run in one process.</summary>
[SuppressMessage("Maintainability", "CA1515:Make types internal", Justification = "Started in-process by the demo.")]
public static class ImageProcessorHost
{
    private const string LogCategory = "Leasehold.Simulators.ImageProcessor";

    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Above any scenario; beyond it connections are refused.</summary>
    private const int MaxConnections = 20_000;

    /// <summary>A processor that is configured but not started; its addresses are in <c>Urls</c> once it is.</summary>
    /// <param name="args">Command line, such as <c>--urls=http://127.0.0.1:0 --Processor:Results=out</c>.</param>
    /// <param name="configure">Last changes to the builder, such as another TimeProvider.</param>
    /// <exception cref="Exception">A setting is unknown or out of its range; the message names it.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Empty: neither the appsettings nor the logging of a host this one is embedded in are to leak in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(args);
        builder.Logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(LogCategory, LogLevel.Information)
            // It would print the stack of a start that failed; the exception itself says what to change.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        ConfigureServer(builder);
        var urls = ProcessorSettings.ReadUrls(builder.Configuration);
        AddProcessor(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        foreach (var url in urls)
        {
            app.Urls.Add(url);
        }

        MapRoutes(app);
        app.Lifetime.ApplicationStarted.Register(() => Listen(app));
        return app;
    }

    /// <summary>Runs a processor until it is told to stop; the exit code.</summary>
    /// <param name="args">As for <see cref="Build"/>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception problem) when (problem is ProcessorStartException or IOException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddRoutingCore();
    }

    private static void AddProcessor(WebApplicationBuilder builder)
    {
        var settings = ProcessorSettings.Read(builder.Configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new FaultDial(settings.Faults))
            .AddSingleton<FaultyLine>()
            .AddSingleton<Traffic>()
            .AddSingleton(static services => new PictureDownload(
                new HttpClient(GuardedHandler.Create(services.GetRequiredService<ProcessorSettings>()))
                {
                    Timeout = Timeout.InfiniteTimeSpan, // the download has a deadline of its own
                },
                services.GetRequiredService<ProcessorSettings>(),
                services.GetRequiredService<TimeProvider>()))
            .AddSingleton(static services =>
                new PixelProcesses(services.GetRequiredService<ProcessorSettings>().PixelMemory))
            .AddSingleton<PixelWork>()
            .AddSingleton<ResultStore>()
            .AddSingleton<SamplePictures>()
            .AddSingleton<ProcessEndpoint>()
            .AddSingleton<ResultEndpoint>()
            .AddSingleton<SampleEndpoint>()
            .AddSingleton<ControlEndpoints>()
            .AddHostedService<ResultSweep>();
    }

    private static void MapRoutes(WebApplication app)
    {
        var samples = app.Services.GetRequiredService<SampleEndpoint>();
        app.MapPost("/process", app.Services.GetRequiredService<ProcessEndpoint>().HandleAsync);
        app.MapGet("/results/{name}", app.Services.GetRequiredService<ResultEndpoint>().HandleAsync);
        app.MapGet("/samples", samples.ListAsync);
        app.MapGet("/samples/{name}", samples.ReadAsync);
        app.Services.GetRequiredService<ControlEndpoints>().Map(app);
        app.MapGet("/health", static context => Answer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            Answer.Json,
            """{"status":"healthy","service":"processor"}"""u8.ToArray()));
        app.MapFallback(static context => ProblemAnswer.WriteAsync(context, Refusal.NotFound));
    }

    private static void Listen(WebApplication app)
    {
        app.Services.GetRequiredService<ProcessorSettings>().AllowOwn(app.Urls);
        app.Services.GetRequiredService<ResultStore>().ServeFrom(app.Urls.First());
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory)
            .Listening(string.Join(", ", app.Urls));
    }
}
