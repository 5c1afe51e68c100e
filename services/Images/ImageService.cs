using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Leasehold.Durable;
using Leasehold.Images.Batches;
using Leasehold.Images.Blobs;
using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Processing;
using Leasehold.Images.Processor;
using Leasehold.Images.Read;
using Leasehold.Images.Reference;
using Leasehold.Images.Tasks;
using Leasehold.Images.Uploads;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Http;
using Leasehold.ServiceDefaults.Operators;
using Leasehold.ServiceDefaults.Reference;
using Leasehold.ServiceDefaults.Schema;
using Leasehold.ServiceDefaults.Settings;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Leasehold.Images;

/// <summary>Builds the image service; any number of them may run in one process.</summary>
[SuppressMessage("Maintainability", "CA1515:Make types internal", Justification = "Started in-process by the demo.")]
public static class ImageService
{
    private const string Title = "Leasehold images";

    /// <summary>Calls may go on for 20 s once the host stops, and their outcomes still have to be saved.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(45);

    /// <summary>What a call may take beyond the processor's own bound: fetching the result.</summary>
    private const int RequestsPerCall = 2;

    /// <summary>Two thousand characters of URL and some options, ten thousand times.</summary>
    private const long MaxBatchBytes = 24 * 1024 * 1024;

    /// <summary>The form around an uploaded file.</summary>
    private const long MaxFormBytes = 64 * 1024;

    /// <summary>A service that is configured but not started; its addresses are in <c>Urls</c> once it is.</summary>
    /// <param name="args">
    /// Command line, such as <c>--urls=http://127.0.0.1:0 --DATABASE_URL=sqlite:///images.db</c>.
    /// </param>
    /// <param name="configure">Last changes to the builder, such as another TimeProvider.</param>
    /// <exception cref="ServiceStartException">A setting cannot be read; the message names it.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ImageService).Assembly.GetName().Name,

            // Where the program is, not where it was started: appsettings are found either way.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddServiceSettings(
            ImagesSettings.Variables,
            ImagesSettings.Defaults,
            Path.Combine(AppContext.BaseDirectory, ".env"),
            Path.Combine(Directory.GetCurrentDirectory(), ".env"));
        AddServices(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseServiceHttp();
        MapRoutes(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var database = DatabaseSettings.Read(builder.Configuration, ImagesTables.Names);
        builder.Services.AddServiceSchema(database, "images", typeof(ImageService).Assembly);
        var durable = builder.Services.AddLeasehold(builder.Configuration).UseDatabase(database).AddDurable()
            .AddOperation<ProcessOperation>(ProcessOperation.Kind, bounds => Set(bounds, builder.Configuration));
        durable.StartAfter(static services => services.GetRequiredService<SchemaStartup>().Ready);
        if (builder.Configuration[ImagesSettings.BrokerKey] is { Length: > 0 })
        {
            durable.UseRabbitMqHints();
        }

        builder.AddServiceHttp(database.Tables.In(ImagesTables.ProbeSql));
        builder.AddServiceMetrics();
        builder.Services.AddSingleton(KoreanTexts.Book);
        builder.Services.AddOptions<ImagesOptions>()
            .Bind(builder.Configuration.GetSection(ImagesOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ImagesOptions>, ImagesOptionsCheck>();
        builder.Services.AddSingleton(static services => ImagesOptions.Hosts(
            services.GetRequiredService<IOptions<ImagesOptions>>().Value.AllowedHosts));
        builder.AddProcessor();
        builder.AddStorage();
        builder.AddApiReference(Title, "Pictures in, pictures out.");
        builder.Services.AddSingleton<ProcessImage>().AddSingleton<SourceLinks>().AddSingleton<BatchRunner>()
            .AddSingleton<RetryEndpoint>().AddSingleton<DeleteEndpoint>().AddSingleton<RetentionSweep>()
            .AddHostedService(static services => services.GetRequiredService<RetentionSweep>())
            .AddHostedService(static services => services.GetRequiredService<BatchRunner>());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default);
            json.SerializerOptions.Encoder = ServiceJson.Encoder;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.AllowDuplicateProperties = false;
        });
    }

    // Bounds from the processor's settings; Leasehold:Durable:Operations:image.process changes them in full.
    private static void Set(DurableOperationOptions bounds, ConfigurationManager configuration)
    {
        var processor = new ProcessorOptions();
        configuration.GetSection(ProcessorOptions.Section).Bind(processor);
        bounds.CallTimeout = (processor.Timeout * RequestsPerCall) + TimeSpan.FromSeconds(5);
        bounds.MaxAttempts = processor.MaxAttempts;
        bounds.LongestPause = TimeSpan.FromMinutes(1);
    }

    private static void MapRoutes(WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<ImagesOptions>>().Value;
        app.MapServiceHealth("/health", ImagesSettings.ServiceName);
        app.MapOperatorPages();
        app.MapServiceMetrics();
        app.MapApiReference(Title);
        var api = app.MapGroup("/api/v1/images").NeedsTables();
        api.MapPost("/process-sync", ProcessEndpoints.RunAsync).Describe(Operations.ProcessSync);
        api.MapPost("/process-async", ProcessEndpoints.EnqueueAsync).Describe(Operations.ProcessAsync);
        api.MapPost("/upload", UploadEndpoint.HandleAsync)
            .WithMetadata(new RequestSizeLimitAttribute(limits.MaxUploadBytes + MaxFormBytes))
            .Describe(Operations.Upload);
        api.MapPost("/batch", BatchEndpoints.CreateAsync)
            .WithWorkload(Workload.Batch).WithMetadata(new RequestSizeLimitAttribute(MaxBatchBytes))
            .Describe(Operations.CreateBatch);
        api.MapGet("/batch/{batch_id}", BatchEndpoints.ReadAsync).Describe(Operations.ReadBatch);
        api.MapGet("/{task_id}", ReadEndpoint.HandleAsync).Describe(Operations.ReadImage);
        api.MapPost("/{task_id}/retry", app.Services.GetRequiredService<RetryEndpoint>().HandleAsync)
            .Describe(Operations.Retry);
        api.MapDelete("/{task_id}", app.Services.GetRequiredService<DeleteEndpoint>().HandleAsync)
            .Describe(Operations.Delete);
        api.MapGet("/{task_id}/content", ContentEndpoint.HandleAsync).Describe(Operations.ReadContent);
        api.MapGet("/{task_id}/source", SourceEndpoint.HandleAsync).AllowAnonymous().ExcludeFromDescription();
    }
}
