using AotOrders;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenTelemetry.Metrics;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(
    static options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, OrdersJson.Default));
builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddPrometheusExporter());
builder.Services.AddSingleton<OrderTable>();
builder.AddLeasehold("orders");
builder.AddLeaseholdHttp();

var app = builder.Build();
await app.Services.GetRequiredService<OrderTable>().CreateAsync();
app.UseLeasehold();
app.MapHealthChecks("/health");
app.MapPrometheusScrapingEndpoint();
app.MapLeaseholdSnapshot();
app.MapPost("/orders/{number}", static async (string number, OrderTable orders, CancellationToken token) =>
{
    await orders.AddAsync(number, token);
    return TypedResults.Created($"/orders/{Uri.EscapeDataString(number)}", new Order(number, "new"));
});
app.MapGet("/orders/{number}", FindAsync);
await app.RunAsync();

static async Task<Results<Ok<Order>, NotFound>> FindAsync(string number, OrderTable orders, CancellationToken token)
    => await orders.FindAsync(number, token) is { } order ? TypedResults.Ok(order) : TypedResults.NotFound();
