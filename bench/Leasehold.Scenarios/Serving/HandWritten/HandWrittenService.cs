using System.Net.Http.Headers;
using System.Text.Json;
using Leasehold.Durable;
using Leasehold.Payments;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Http;
using Leasehold.Scenarios.Serving.Holds;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>
/// The payment endpoint without Leasehold, as a team would write it by hand: one data source, one HttpClient.
/// </summary>
internal static class HandWrittenService
{
    public static WebApplication Build(EndpointStyle style, HoldRecorder? holds)
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        });
        var options = RawDatabaseOptions.Read(builder.Configuration, writersTakeTurns: style == EndpointStyle.ByHand);
        var database = new RawDatabase(options, holds);
        var gateway = CreateGateway(builder.Configuration);
        var app = builder.Build();
        if (style == EndpointStyle.Held)
        {
            var payment = new HeldPayment(database, gateway);
            app.MapPost(ProcessRoute.Pattern, ProcessRoute.For(payment.RunAsync));
        }
        else
        {
            var payment = new HandStagedPayment(
                database, new OperationStatements(options.Database.Kind), gateway);
            app.MapPost(ProcessRoute.Pattern, ProcessRoute.For(payment.RunAsync));
        }

        Migrate(app, options.Database);
        app.Lifetime.ApplicationStopped.Register(database.Dispose);
        return app;
    }

    public static GatewayClient CreateGateway(IConfiguration configuration)
        => new(CreateClient(configuration), new Declines(new GatewayOptions()), TimeProvider.System);

    private static HttpClient CreateClient(IConfiguration configuration)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
        {
            BaseAddress = new Uri(configuration["PAYMENT_GATEWAY_URL"] + "/"),
            Timeout = TimeSpan.FromSeconds(30),
        };
        client.DefaultRequestHeaders.Authorization
            = new AuthenticationHeaderValue("Bearer", configuration["PAYMENT_GATEWAY_KEY"]);
        return client;
    }

    private static void Migrate(WebApplication app, DatabaseSettings settings)
        => MigrateAsync(app, settings).GetAwaiter().GetResult();

    private static async Task MigrateAsync(WebApplication app, DatabaseSettings settings)
    {
        await new SchemaMigration(
                settings,
                "payments",
                typeof(PaymentService).Assembly,
                app.Services.GetRequiredService<ILoggerFactory>())
            .RunAsync(CancellationToken.None);

        // The journal's table as the package makes it; nothing else of the package runs here.
        var services = new ServiceCollection().AddLogging();
        services.AddLeasehold(new ConfigurationBuilder().Build()).UseDatabase(settings).AddDurable();
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DurableOperations>().EnsureSchemaAsync(CancellationToken.None);
    }
}
