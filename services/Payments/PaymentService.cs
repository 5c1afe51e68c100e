using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Leasehold.Payments.Days;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Http;
using Leasehold.Payments.Operators;
using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Payments.Read;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Payments.Verify;
using Leasehold.Payments.Reconciliation;
using Leasehold.Payments.Reference;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.Settlements;
using Leasehold.Payments.Webhooks;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Http;
using Leasehold.ServiceDefaults.Operators;
using Leasehold.ServiceDefaults.Reference;
using Leasehold.ServiceDefaults.Schema;
using Leasehold.ServiceDefaults.Settings;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments;

/// <summary>Builds the payment service; any number of them may run in one process.</summary>
[SuppressMessage("Maintainability", "CA1515:Make types internal", Justification = "Started in-process by the demo.")]
public static class PaymentService
{
    private const string Title = "Leasehold payments";

    /// <summary>Calls may go on for 20 s once the host stops, and their outcomes still have to be saved.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(45);

    /// <summary>A service that is configured but not started; its addresses are in <c>Urls</c> once it is.</summary>
    /// <param name="args">
    /// Command line, such as <c>--urls=http://127.0.0.1:0 --DATABASE_URL=sqlite:///pay.db</c>.
    /// </param>
    /// <param name="configure">Last changes to the builder, such as another TimeProvider.</param>
    /// <exception cref="ServiceStartException">A setting cannot be read; the message names it.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(PaymentService).Assembly.GetName().Name,

            // Where the program is, not where it was started: appsettings are found either way.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddServiceSettings(
            PaymentsSettings.Variables,
            PaymentsSettings.Defaults,
            Path.Combine(AppContext.BaseDirectory, ".env"),
            Path.Combine(Directory.GetCurrentDirectory(), ".env"));
        AddWebhooks(builder);
        AddServices(builder);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseServiceHttp();
        MapRoutes(app);
        app.Lifetime.ApplicationStarted.Register(() => WarnOfDevelopmentSettings(app));
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var database = DatabaseSettings.Read(builder.Configuration, PaymentsTables.Names);
        builder.Services.AddServiceSchema(database, "payments", typeof(PaymentService).Assembly);
        var durable = builder.Services.AddLeasehold(builder.Configuration).UseDatabase(database).AddDurable()
            .AddOperation<ChargeOperation>(
                ChargeOperation.Kind, bounds => OperationBounds.Set(bounds, builder.Configuration, requests: 1))
            .AddOperation<RefundOperation>(
                RefundOperation.Kind, bounds => OperationBounds.Set(bounds, builder.Configuration, requests: 2));
        durable.StartAfter(static services => services.GetRequiredService<SchemaStartup>().Ready);
        if (builder.Configuration[PaymentsSettings.BrokerKey] is { Length: > 0 })
        {
            durable.UseRabbitMqHints();
        }

        builder.AddServiceHttp(database.Tables.In(PaymentsTables.ProbeSql));
        builder.AddServiceMetrics();
        builder.AddGateway();
        builder.AddApiReference(
            Title,
            "Orders, payments and refunds.",
            static options => options.AddSchemaTransformer<AmountSchemaTransformer>());
        builder.Services.AddSingleton<ProcessPayment>().AddSingleton<RefundPayment>()
            .AddSingleton<CardTokens>().AddSingleton<OutcomeLog>().AddSingleton<RefundSettlement>()
            .AddSingleton<ReviewDesk>()
            .AddSingleton<PaymentCheck>().AddSingleton<RefundCheck>().AddSingleton<SettlementPages>();
        builder.Services.AddOptions<AnswerOptions>().Bind(builder.Configuration.GetSection(AnswerOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DayOptions>, DayOptionsCheck>().AddSingleton<BusinessDays>()
            .AddOptions<DayOptions>().Bind(builder.Configuration.GetSection(DayOptions.Section)).ValidateOnStart();
        builder.Services.AddOptions<ReconciliationOptions>()
            .Bind(builder.Configuration.GetSection(ReconciliationOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ReconciliationDays>().AddSingleton<DayReconciliation>()
            .AddHostedService<ReconciliationJob>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default);
            json.SerializerOptions.Encoder = ServiceJson.Encoder;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.AllowDuplicateProperties = false;
        });
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapServiceHealth("/health", PaymentsSettings.ServiceName);
        app.MapOperatorPages();
        app.MapServiceMetrics();
        app.MapApiReference(Title);
        app.MapOperations();
        app.MapReviews();
        app.MapReconciliations();
        var api = app.MapGroup("/api/v1").NeedsTables();
        api.MapPost("/orders", CreateOrder.HandleAsync).Describe(Operations.CreateOrder);
        api.MapGet("/orders/{order_number}", ReadOrder.HandleAsync).Describe(Operations.ReadOrder);
        api.MapPost("/orders/{order_number}/cancel", CancelOrder.HandleAsync).Describe(Operations.CancelOrder);
        api.MapPost("/payments/process", ProcessEndpoint.HandleAsync).Describe(Operations.Process);
        api.MapGet("/payments/{payment_id}", ReadEndpoint.HandleAsync).Describe(Operations.ReadPayment);
        api.MapPost("/payments/{payment_id}/refund", RefundEndpoint.HandleAsync).Describe(Operations.Refund);
        api.MapPost("/payments/{payment_id}/verify", VerifyEndpoint.HandleAsync).Describe(Operations.Verify);
        api.MapPost("/payments/webhook", WebhookEndpoint.HandleAsync).AllowAnonymous().Describe(Operations.Webhook);
        api.MapGet("/settlements/{date}", SettlementEndpoint.HandleAsync)
            .WithWorkload(Workload.Batch).Describe(Operations.Settlement);
    }

    private static void WarnOfDevelopmentSettings(WebApplication app)
    {
        if (string.Equals(
            app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Key,
            GatewayOptions.DevelopmentKey,
            StringComparison.Ordinal))
        {
            Log.DevelopmentKey(app.Logger);
        }

        if (app.Services.GetRequiredService<WebhookSecret>().IsEmpty)
        {
            Log.NoWebhookSecret(app.Logger);
        }
    }

    // Read before anything starts: a service that cannot check a signature must not find out by the first one.
    private static void AddWebhooks(WebApplicationBuilder builder)
        => builder.Services
            .AddSingleton(WebhookSecret.Read(
                builder.Configuration[PaymentsSettings.WebhookSecretKey],
                mayBeEmpty: builder.Environment.IsDevelopment()))
            .AddSingleton<WebhookSignature>()
            .AddSingleton<WebhookInbox>()
            .AddSingleton<WebhookHandling>();
}
