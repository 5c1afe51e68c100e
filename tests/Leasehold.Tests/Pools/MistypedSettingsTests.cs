using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Leasehold.Tests.Pools;

/// <summary>A setting that nobody would read stops the start with the name that was meant.</summary>
public sealed class MistypedSettingsTests
{
    [Theory]
    [InlineData("Leasehold:Budgett", "Budget")]
    [InlineData("leasehold:replica", "Replicas")]
    [InlineData("Leasehold:Colour", "There are:")]
    [InlineData("Leasehold:Pools:Apii:Size", "Api")]
    [InlineData("Leasehold:Pools:Bacth:Size", "Batch")]
    [InlineData("Leasehold:Pools:Backgroud:Size", "Background")]
    [InlineData("Leasehold:Pools:Api:Sise", "Size")]
    [InlineData("Leasehold:Polls:Api:Size", "Pools")]
    [InlineData("Leasehold:Gaurd:Mode", "Guard")]
    [InlineData("Leasehold:Guard:Moode", "Mode")]
    [InlineData("Leasehold:DisableTracin", "DisableTracing")]
    [InlineData("Leasehold:FlightRecords:Foldr", "Folder")]
    [InlineData("Leasehold:Databases:reprots:Budget", "reports")]
    [InlineData("Leasehold:Databases:reports:Budgett", "Budget")]
    [InlineData("Leasehold:Databases:reports:Pools:Apii:Size", "Api")]
    [InlineData("Leasehold:Databases:reports:FlightRecords:Foldr", "Folder")]
    [InlineData("Leasehold:Databases:reports:Polls:Api:Size", "Pools")]
    [InlineData("Leasehold:Databases:reports:Guard:Mode", "Leasehold:Guard")]
    public void Read_MistypedSetting_IsRefusedWithTheNearestName(string setting, string meant)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read((setting, "50")));

        Assert.Contains(meant, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>What others read, other processes that share the file, and names that merely look alike.</summary>
    [Theory]
    [InlineData("Leasehold:Database:Provider")]
    [InlineData("Leasehold:Keys:0:Name")]
    [InlineData("Leasehold:Limits:MaxBodyBytes")]
    [InlineData("Leasehold:RateLimit:Burst")]
    [InlineData("Leasehold:Durable:MaxConcurrency")]
    [InlineData("Leasehold:Durable:RabbitMq:Uri")]
    [InlineData("Leasehold:Databases:reports:Durable:MaxConcurrency")]
    [InlineData("Leasehold:Databases:archive:Budget")]
    [InlineData("Leasehold:Databases:reports2:Budget")]
    [InlineData("Leasehold:Pools:Api2:Size")]
    [InlineData("Leasehold:Pools:Reports:Size")]
    [InlineData("Leasehold:OurModule:Colour")]
    [InlineData("LEASEHOLD_TEST_INSTALL")]
    [InlineData("Leasehold_Budgett")]
    [InlineData("Leaseholder:Budgett")]
    public void Read_NameOfSomebodyElse_IsAccepted(string setting) => Read((setting, "50"));

    private static void Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLeasehold(configuration).UseSqlite("Data Source=never-opened.db");
        services.AddLeasehold("reports", configuration).UseSqlite("Data Source=never-opened-either.db");
        using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<LeaseholdOptions>>();
        _ = provider.GetRequiredService<IOptions<GuardOptions>>().Value;
        _ = monitor.CurrentValue;
        _ = monitor.Get("reports");
    }

    /// <summary>The sections are spelt wrong above the database's own, which nobody else would read.</summary>
    [Theory]
    [InlineData("Leasehold:Databses:reports:Budget", "Databases")]
    [InlineData("Leasehold:Databases:reprots:Budget", "reports")]
    [InlineData("Leasehold:Gaurd:Mode", "Guard")]
    public void Read_OnlyANamedDatabaseIsRegistered_MistypedSettingIsRefused(string setting, string meant)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, "50")]).Build();
        var services = new ServiceCollection();
        services.AddLeasehold("reports", configuration).UseSqlite("Data Source=never-opened.db");
        using var provider = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptionsMonitor<LeaseholdOptions>>().Get("reports"));

        Assert.Contains(meant, refused.Message, StringComparison.Ordinal);
    }
}
