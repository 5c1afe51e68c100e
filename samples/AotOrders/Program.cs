using AotOrders;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Gateway>();
using var host = builder.Build();
await host.StartAsync();
await Console.Out.WriteLineAsync("ready");

var orders = new PlainOrders(
    builder.Configuration.GetConnectionString("orders")!, host.Services.GetRequiredService<Gateway>());
await orders.CreateTableAsync();
await orders.AddAsync("A-1");
await orders.PayAsync("A-1");
await Console.Out.WriteLineAsync($"A-1 is {await orders.StatusAsync("A-1")}");
await host.StopAsync();
