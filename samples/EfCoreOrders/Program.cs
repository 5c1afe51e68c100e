using EfCoreOrders;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
var (services, config) = (builder.Services, builder.Configuration);
var database = config.GetConnectionString("Orders") ?? "Data Source=orders.db";
services.AddDbContext<OrdersContext>(options => options.UseSqlite(database));
services.AddSingleton(TimeProvider.System).AddHostedService<SalesReport>();

var app = builder.Build();
await OrdersContext.CreateDatabaseAsync(app.Services);
app.MapOrders();
await app.RunAsync();
