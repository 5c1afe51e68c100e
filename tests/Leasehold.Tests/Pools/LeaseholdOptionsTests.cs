using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Leasehold.Tests.Pools;

public sealed class LeaseholdOptionsTests
{
    [Fact]
    public void Bind_NothingConfigured_HasTheThreeStandardPools()
    {
        var options = Read();

        Assert.Equal((20, 20), (options.Pools["Api"].Size, options.Pools["Api"].MaxOverflow));
        Assert.Equal((10, 10), (options.Pools["Background"].Size, options.Pools["Background"].MaxOverflow));
        Assert.Equal((5, 0), (options.Pools["Batch"].Size, options.Pools["Batch"].MaxOverflow));
    }

    [Fact]
    public void Bind_OneSetting_KeepsTheWorkloadsOtherDefaults()
    {
        var options = Read(("Leasehold:Pools:api:Size", "7"));

        Assert.Equal(7, options.Pools["Api"].Size);
        Assert.Equal(20, options.Pools["Api"].MaxOverflow);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Pools["Api"].HoldBudget);
    }

    [Fact]
    public void Bind_OwnWorkload_GetsAPool()
        => Assert.Equal(3, Read(("Leasehold:Pools:Reports:Size", "3")).Pools["reports"].Size);

    [Theory]
    [InlineData("Leasehold:Pools:Api:Size", "0")]
    [InlineData("Leasehold:Pools:Api:Size", "-3")]
    [InlineData("Leasehold:Pools:Api:MaxOverflow", "-1")]
    [InlineData("Leasehold:Pools:Api:AcquireTimeout", "00:00:00")]
    [InlineData("Leasehold:Pools:Api:AcquireTimeout", "30")]
    [InlineData("Leasehold:Pools:Api:PrePingTimeout", "00:00:00")]
    [InlineData("Leasehold:Pools:Api:FinishingTimeout", "00:00:01")]
    [InlineData("Leasehold:Pools:Api:Recycle", "00:00:00.5")]
    [InlineData("Leasehold:Pools:Api:Sise", "5")]
    [InlineData("Leasehold:Pools:Api:WarmUp", "21")]
    [InlineData("Leasehold:Pools:9lives:Size", "5")]
    [InlineData("Leasehold:Budget", "34")]
    [InlineData("Leasehold:Replicas", "0")]
    public void Validate_BadValue_NamesTheSetting(string setting, string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read((setting, value)));

        var named = setting == "Leasehold:Pools:9lives:Size" ? "Leasehold:Pools:9lives" : setting;
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Leasehold:Pools:Api:Size", "abc")]
    [InlineData("Leasehold:Pools:Api:HoldBudget", "off")]
    [InlineData("Leasehold:Pools:Reports:PrePing", "maybe")]
    [InlineData("Leasehold:BudgetCheck", "Perhaps")]
    public void Bind_ValueThatCannotBeRead_NamesTheSetting(string setting, string value)
        => Assert.Contains(
            setting,
            Assert.Throws<InvalidOperationException>(() => Read((setting, value))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Validate_BareNumberForADuration_SaysThatItMeansDays()
        => Assert.Contains(
            "days",
            Assert.Throws<OptionsValidationException>(() => Read(("Leasehold:Pools:Api:AcquireTimeout", "30"))).Message,
            StringComparison.Ordinal);

    private static LeaseholdOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLeasehold(configuration);
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<LeaseholdOptions>>().CurrentValue;
    }
}
