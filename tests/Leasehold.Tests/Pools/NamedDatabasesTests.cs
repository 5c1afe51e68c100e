using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Tests.Pools;

/// <summary>Two databases of one application are told apart wherever their pools are named.</summary>
public sealed class NamedDatabasesTests
{
    [Fact]
    public async Task Name_OfAFurtherDatabasesPool_HasTheDatabasesName()
    {
        await using var services = Services();

        Assert.Equal("app/Api", services.GetRequiredService<ConnectionPools>().Api.Name);
        Assert.Equal("app/reports/Api", services.GetRequiredKeyedService<ConnectionPools>("reports").Api.Name);
    }

    [Fact]
    public async Task Metrics_OfTwoDatabases_HavePoolNamesOfTheirOwn()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Leasehold")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Note(tags));
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Note(tags));
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) => Note(tags));
        listener.Start();
        await using var services = Services();
        var databases = (ConnectionPools[])[
            services.GetRequiredService<ConnectionPools>(),
            services.GetRequiredKeyedService<ConnectionPools>("reports")];

        foreach (var pools in databases)
        {
            await using var lease = await pools.Api.LeaseAsync(TestContext.Current.CancellationToken);
        }

        listener.RecordObservableInstruments();
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "app/Api", "app/reports/Api" }, names);

        void Note(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (_, value) in tags)
            {
                if (value is string text)
                {
                    lock (names)
                    {
                        names.Add(text);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Exhausted_PoolOfAFurtherDatabase_NamesItsOwnSetting()
    {
        await using var services = Services();
        var pools = services.GetRequiredKeyedService<ConnectionPools>("reports");
        await using var held = await pools.Api.LeaseAsync(TestContext.Current.CancellationToken);

        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(
            async () => await pools.Api.LeaseAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'app/reports/Api'", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains("Leasehold:Databases:reports:Pools:Api:Size", exhausted.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Leasehold:ApplicationName"] = "app",
                ["Leasehold:Databases:reports:ApplicationName"] = "app",
                ["Leasehold:Databases:reports:Pools:Api:Size"] = "1",
                ["Leasehold:Databases:reports:Pools:Api:MaxOverflow"] = "0",
                ["Leasehold:Databases:reports:Pools:Api:AcquireTimeout"] = "00:00:02",
            })
            .Build();
        var services = new ServiceCollection();
        services.AddLeasehold(configuration).UseSqlite(NewFile());
        services.AddLeasehold("reports", configuration).UseSqlite(NewFile());
        return services.BuildServiceProvider();
    }

    private static string NewFile() => $"Data Source={Path.Combine(Path.GetTempPath(), $"lh-{Guid.NewGuid():n}.db")}";
}
