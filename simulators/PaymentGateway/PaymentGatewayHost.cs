using System.Diagnostics.CodeAnalysis;
using Leasehold.Simulators.PaymentGateway.Charges;
using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Faults;
using Leasehold.Simulators.PaymentGateway.Hosting;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;
using Leasehold.Simulators.PaymentGateway.Refunds;

namespace Leasehold.Simulators.PaymentGateway;

/// <summary>Builds the payment gateway simulator; any number of them may run in one process.</summary>
[SuppressMessage("Maintainability", "CA1515:Make types internal", Justification = "Started in-process by the demo.")]
public static class PaymentGatewayHost
{
    private const string LogCategory = "Leasehold.Simulators.PaymentGateway";

    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Above any scenario; beyond it connections are refused, which bounds the ledger's queue.</summary>
    private const int MaxConnections = 20_000;

    /// <summary>A gateway that is configured but not started; its addresses are in <c>Urls</c> once it is.</summary>
    /// <param name="args">Command line, such as <c>--urls=http://127.0.0.1:0 --Gateway:Ledger=gateway.db</c>.</param>
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
        var urls = GatewaySettings.ReadUrls(builder.Configuration);
        AddGateway(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        foreach (var url in urls)
        {
            app.Urls.Add(url);
        }

        MapRoutes(app);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory);
        app.Lifetime.ApplicationStarted.Register(() => logger.Listening(string.Join(", ", app.Urls)));
        return app;
    }

    /// <summary>Runs a gateway until it is told to stop; the exit code.</summary>
    /// <param name="args">As for <see cref="Build"/>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception problem) when (problem is GatewayStartException or IOException)
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

    private static void AddGateway(WebApplicationBuilder builder)
    {
        var settings = GatewaySettings.Read(builder.Configuration);
        var key = GatewaySettings.ReadKey(builder.Configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new FaultDial(settings.Faults))
            .AddSingleton<FaultyLine>()
            .AddSingleton<Traffic>()
            .AddSingleton(services => new BearerKey(key, services.GetRequiredService<Traffic>()))
            .AddSingleton<LedgerIndex>()
            .AddSingleton<LedgerWriter>()
            .AddSingleton<LedgerReader>()
            .AddSingleton<LookupExchange>()
            .AddSingleton<ChargeEndpoint>()
            .AddSingleton<ChargeLookup>()
            .AddSingleton<ChargeListing>()
            .AddSingleton<RefundEndpoint>()
            .AddSingleton<RefundLookup>()
            .AddSingleton<ControlEndpoints>()
            .AddHostedService(services => services.GetRequiredService<LedgerWriter>());
    }

    private static void MapRoutes(WebApplication app)
    {
        var key = app.Services.GetRequiredService<BearerKey>();
        var charges = app.Services.GetRequiredService<ChargeEndpoint>();
        var lookup = app.Services.GetRequiredService<ChargeLookup>();
        var refunds = app.Services.GetRequiredService<RefundEndpoint>();
        var refundLookup = app.Services.GetRequiredService<RefundLookup>();
        app.MapPost("/v1/payments", key.Require(charges.HandleAsync));
        app.MapGet("/v1/payments", key.Require(lookup.ByMerchantUidAsync));
        app.MapGet("/v1/transactions", key.Require(app.Services.GetRequiredService<ChargeListing>().HandleAsync));
        app.MapGet("/v1/payments/{transaction_id}", key.Require(lookup.ByTransactionIdAsync));
        app.MapPost("/v1/refunds", key.Require(refunds.HandleAsync));
        app.MapGet("/v1/refunds", key.Require(refundLookup.ByIdempotencyKeyAsync));
        app.MapGet("/v1/refunds/{refund_id}", key.Require(refundLookup.ByRefundIdAsync));
        app.Services.GetRequiredService<ControlEndpoints>().Map(app);
        app.MapGet("/health", static context => Answer.WriteAsync(
            context, StatusCodes.Status200OK, Answer.Json, """{"status":"healthy","service":"gateway"}"""u8.ToArray()));
        app.MapFallback(context => ProblemAnswer.WriteAsync(context, Refusal.NotFound("There is no such route.")));
    }
}
