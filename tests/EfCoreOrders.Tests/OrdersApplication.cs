using Leasehold.LocalServers.Files;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EfCoreOrders.Tests;

/// <summary>The application on a file of the test's own.</summary>
/// <typeparam name="TEntry">A type of the application's assembly.</typeparam>
public sealed class OrdersApplication<TEntry>(Action<IServiceCollection>? configure = null)
    : WebApplicationFactory<TEntry>
    where TEntry : class
{
    private readonly TemporaryFolder _folder = new("lh-orders-");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:Orders", $"Data Source={_folder.File("orders.db")}");
        builder.UseSetting("SalesReport:Every", "00:00:00.050");
        builder.ConfigureLogging(static logging => logging.ClearProviders());
        builder.ConfigureTestServices(services => configure?.Invoke(services));
    }
}
