using Leasehold.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Leasehold.Tests;

public sealed class GuardOptionsTests
{
    [Theory]
    [InlineData("Development", null, GuardMode.Throw)]
    [InlineData("Production", null, GuardMode.Log)]
    [InlineData("Staging", null, GuardMode.Log)]
    [InlineData("Development", "Off", GuardMode.Off)]
    [InlineData("Production", "Throw", GuardMode.Throw)]
    public void Mode_NotSet_ComesFromTheEnvironment(string environment, string? mode, GuardMode expected)
    {
        using var host = Build(environment, ("Leasehold:Guard:Mode", mode));

        Assert.Equal(expected, host.Services.GetRequiredService<ExternalCallGuard>().Mode);
        Assert.Same(
            host.Services.GetRequiredService<ExternalCallGuard>(),
            host.Services.GetRequiredService<ConnectionPools>().Guard);
    }

    [Theory]
    [InlineData("Leasehold:Guard:Mode", "7", "Leasehold:Guard:Mode")]
    [InlineData("Leasehold:Guard:ReportInterval", "00:00:00", "Leasehold:Guard:ReportInterval")]
    [InlineData("Leasehold:Guard:Allow:0", "https://pay.example/v1", "https://pay.example/v1")]
    [InlineData("Leasehold:Guard:ActivitySources:0", "*", "Leasehold:Guard:ActivitySources")]
    [InlineData("Leasehold:Guard:ActivitySources:0", "Azure.*.Bus", "Azure.*.Bus")]
    [InlineData("Leasehold:FlightRecords:MaxFiles", "0", "Leasehold:FlightRecords:MaxFiles")]
    public async Task Start_BadSetting_NamesIt(string key, string value, string named)
    {
        using var host = Build("Production", (key, value));

        var failed = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(named, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownSetting_IsRefused()
    {
        using var host = Build("Production", ("Leasehold:Guard:Modus", "Throw"));

        var failed = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Modus is not a setting. Did you mean Mode?", failed.Message, StringComparison.Ordinal);
    }

    private static IHost Build(string environment, params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(
            settings.Where(static s => s.Value is not null).Select(static s => KeyValuePair.Create(s.Key, s.Value)));
        builder.Services.AddLeasehold(builder.Configuration)
            .UseProvider(static _ => new SqliteProvider("Data Source=never-opened.db"));
        return builder.Build();
    }
}
