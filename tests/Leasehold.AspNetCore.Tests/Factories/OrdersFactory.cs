using AotOrders;
using Leasehold.LocalServers.Files;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.AspNetCore.Tests.Factories;

/// <summary>The sample that calls <c>builder.AddLeasehold("orders")</c>, on a file that the factory chooses.</summary>
public sealed class OrdersFactory(SettingsBy way, params (string Key, string Value)[] settings)
    : WebApplicationFactory<Order>
{
    private readonly TemporaryFolder _folder = new("lh-factory-");

    /// <summary>The database's file.</summary>
    public string DatabaseFile => _folder.File("orders.db");

    /// <summary>The application's pools.</summary>
    public ConnectionPools Pools => Services.GetRequiredService<ConnectionPools>();

    /// <summary>How often this process has a file of the database open now.</summary>
    public int CountOpenFiles()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "Open files can be counted on Linux only.");
        return Directory.EnumerateFiles("/proc/self/fd").Count(IsOurs);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the application alone, so that its files can be looked at.</summary>
    public ValueTask StopAsync() => base.DisposeAsync();

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(static logging => logging.ClearProviders());
        (string Key, string Value)[] all = [("ConnectionStrings:orders", $"Data Source={DatabaseFile}"), .. settings];
        if (way == SettingsBy.UseSetting)
        {
            foreach (var (key, value) in all)
            {
                builder.UseSetting(key, value);
            }
        }
        else
        {
            builder.ConfigureAppConfiguration((_, configuration) => configuration.AddInMemoryCollection(
                all.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))));
        }
    }

    private bool IsOurs(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false) is { } file
                && file.FullName.StartsWith(_folder.Path, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // closed meanwhile, by another test
        }
    }
}
