using AotOrders;
using Leasehold;
using Leasehold.Durable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Gateway>();
builder.AddLeasehold("orders")
    .AddDurable(options => options.Json.TypeInfoResolverChain.Add(OrdersJson.Default))
    .AddOperation<PayOrder>("pay");
using var host = builder.Build();
await host.StartAsync();
await Console.Out.WriteLineAsync("ready");

var orders = ActivatorUtilities.CreateInstance<LeasedOrders>(host.Services);
await orders.CreateTableAsync();
await orders.AddAsync("A-1");
await orders.AddAsync("A-2");
await orders.PayAsync("A-1");
await orders.PayDurablyAsync("A-2");
await Console.Out.WriteLineAsync($"A-1 is {await orders.StatusAsync("A-1")}");
await Console.Out.WriteLineAsync($"A-2 is {await orders.StatusAsync("A-2")}");
await host.StopAsync();
