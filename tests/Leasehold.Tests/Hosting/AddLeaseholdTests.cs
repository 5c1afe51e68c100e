using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Tests.Hosting;

/// <summary>An application adds its database by the name of a connection string.</summary>
public sealed class AddLeaseholdTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-hosting-");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AddLeasehold_ByName_HasPoolsAndAHealthCheck()
    {
        using var host = Build(static builder => builder.AddLeasehold("shop"), ("ConnectionStrings:shop", File("a")));
        await host.StartAsync(Ended);

        await using (var lease = await host.Services.GetRequiredService<ConnectionPools>().Api.LeaseAsync(Ended))
        {
            Assert.EndsWith("a.db", lease.Connection.DataSource, StringComparison.Ordinal);
        }

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ended);
        Assert.Equal("leasehold", Assert.Single(report.Entries).Key);
        Assert.Equal(HealthStatus.Healthy, report.Status);
        await host.StopAsync(Ended);
    }

    /// <summary>As WebApplicationFactory sets it: after the application's own code has run.</summary>
    [Fact]
    public async Task AddLeasehold_StringAndSettingsComeLater_Count()
    {
        using var host = Build(
            builder =>
            {
                builder.AddLeasehold("shop");
                builder.Configuration.AddInMemoryCollection(
                [
                    new("ConnectionStrings:shop", File("test")), new("Leasehold:Pools:Api:Size", "7"),
                    new("Leasehold:DisableHealthChecks", "true"),
                ]);
            },
            ("ConnectionStrings:shop", File("production")));
        await host.StartAsync(Ended);
        var pools = host.Services.GetRequiredService<ConnectionPools>();

        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            Assert.EndsWith("test.db", lease.Connection.DataSource, StringComparison.Ordinal);
        }

        Assert.Equal(7, pools.Api.Snapshot().Size);
        Assert.Empty((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ended)).Entries);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task AddLeasehold_StringIsMissing_StopsTheStart()
    {
        using var host = Build(static builder => builder.AddLeasehold("shop"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ended));

        Assert.Contains("ConnectionStrings:shop is missing", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leasehold")]
    [InlineData("database")]
    public async Task AddLeasehold_TheApplicationAddsTheCheckItself_IsThereOnce(string name)
    {
        using var host = Build(
            builder =>
            {
                builder.AddLeasehold("shop");
                builder.Services.AddHealthChecks().AddLeasehold(name);
            },
            ("ConnectionStrings:shop", File("a")));
        await host.StartAsync(Ended);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ended);

        Assert.Equal(name, Assert.Single(report.Entries).Key);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task AddLeasehold_DriverIsNamedAfterwards_IsThatOne()
    {
        using var host = Build(
            builder => builder.AddLeasehold("shop").UseSqlite("Name=other"),
            ("ConnectionStrings:shop", File("a")),
            ("ConnectionStrings:other", File("b")));
        await host.StartAsync(Ended);

        await using (var lease = await host.Services.GetRequiredService<ConnectionPools>().Api.LeaseAsync(Ended))
        {
            Assert.EndsWith("b.db", lease.Connection.DataSource, StringComparison.Ordinal);
        }

        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task AddKeyedLeasehold_BesideTheFirst_HasItsOwnFileSettingsAndSources()
    {
        using var host = Build(
            static builder =>
            {
                builder.AddLeasehold("shop");
                builder.AddKeyedLeasehold("reports");
            },
            ("ConnectionStrings:shop", File("shop")),
            ("ConnectionStrings:reports", File("reports")),
            ("Leasehold:Databases:reports:Pools:Api:Size", "3"));
        await host.StartAsync(Ended);
        var reports = host.Services.GetRequiredKeyedService<ConnectionPools>("reports");

        Assert.Equal(3, reports.Api.Snapshot().Size);
        Assert.Same(reports.Batch, host.Services.GetRequiredKeyedService<DbDataSource>("reports/Batch"));
        await using (var connection = await host.Services.GetRequiredKeyedService<DbDataSource>("reports/Api")
            .OpenConnectionAsync(Ended))
        {
            Assert.EndsWith("reports.db", connection.DataSource, StringComparison.Ordinal);
        }

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ended);
        Assert.Equal(HealthStatus.Healthy, Assert.Single(report.Entries).Value.Status);
        await host.StopAsync(Ended);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Background")]
    [InlineData("Batch")]
    [InlineData("Reports")]
    public async Task DataSource_ByTheWorkloadsName_IsItsPool(string workload)
    {
        using var host = Build(
            static builder => builder.AddLeasehold("shop"),
            ("ConnectionStrings:shop", File("a")),
            ("Leasehold:Pools:batch:Size", "2"),
            ("Leasehold:Pools:Reports:Size", "2"));
        await host.StartAsync(Ended);

        var source = host.Services.GetRequiredKeyedService<DbDataSource>(workload);

        Assert.Same(host.Services.GetRequiredService<ConnectionPools>()[Workload.Named(workload)], source);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task DataSource_AsAParameter_IsInjected()
    {
        using var host = Build(
            static builder =>
            {
                builder.AddLeasehold("shop");
                builder.Services.AddSingleton<NightlyExport>();
            },
            ("ConnectionStrings:shop", File("a")));
        await host.StartAsync(Ended);

        Assert.Same(
            host.Services.GetRequiredService<ConnectionPools>().Background,
            host.Services.GetRequiredService<NightlyExport>().Source);
        await host.StopAsync(Ended);
    }

    [Fact]
    public void DataSource_OfTheApplicationsOwnByThatKey_Stays()
    {
        var own = Microsoft.Data.Sqlite.SqliteFactory.Instance.CreateDataSource("Data Source=own.db");
        using var host = Build(
            builder =>
            {
                builder.Services.AddKeyedSingleton("Batch", own);
                builder.AddLeasehold("shop");
            },
            ("ConnectionStrings:shop", File("a")));

        Assert.Same(own, host.Services.GetRequiredKeyedService<DbDataSource>("Batch"));
    }

    /// <summary>The container disposes what was injected as a data source too, and before the pools.</summary>
    [Fact]
    public async Task DataSource_InjectedAndTheContainerIsDisposed_WaitsForWhatIsLeased()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();
        services.AddLeasehold(configuration).UseSqlite(File("a"));
        var provider = services.BuildServiceProvider();
        var source = provider.GetRequiredKeyedService<DbDataSource>("Api");
        var connection = await source.OpenConnectionAsync(Ended);

        var disposal = provider.DisposeAsync().AsTask();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT 1";
            Assert.Equal(1L, await command.ExecuteScalarAsync(Ended));
        }

        Assert.False(disposal.IsCompleted);
        await connection.DisposeAsync();
        await disposal;
    }

    private static IHost Build(
        Action<HostApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        configure(builder);
        return builder.Build();
    }

    private string File(string name) => $"Data Source={Path.Combine(_folder.FullName, name + ".db")}";

    private sealed class NightlyExport([FromKeyedServices("Background")] DbDataSource source)
    {
        public DbDataSource Source => source;
    }
}
