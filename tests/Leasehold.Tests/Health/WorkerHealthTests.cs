using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.Tests.Health;

/// <summary>The health check in a worker: nothing of ASP.NET Core is at hand here.</summary>
public sealed class WorkerHealthTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-health-");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Check_DatabaseAnswers_IsHealthy()
    {
        using var host = Build();
        await host.StartAsync(Ended);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ended);

        Assert.Equal(HealthStatus.Healthy, report.Entries["leasehold"].Status);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task Check_SchemaIsMissing_IsUnhealthyAndLogged()
    {
        using var host = Build(static options => options.ProbeSql = "SELECT 1 FROM orders WHERE 1 = 0");
        await host.StartAsync(Ended);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ended);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains(host.Services.GetFakeLogCollector().GetSnapshot(), static record => record.Id.Id == 1023);
        await host.StopAsync(Ended);
    }

    [Fact]
    public async Task Start_TimeoutOutOfRange_IsRefusedByName()
    {
        using var host = Build(static options => options.Timeout = TimeSpan.FromMinutes(1));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ended));

        Assert.Contains("'leasehold':Timeout is 00:01:00", refused.Message, StringComparison.Ordinal);
    }

    private IHost Build(Action<HealthOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.AddFakeLogging();
        builder.Services.AddLeasehold(builder.Configuration)
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "health.db")}");
        builder.Services.AddHealthChecks().AddLeasehold(configure: configure);
        return builder.Build();
    }
}
