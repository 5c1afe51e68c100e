using Leasehold.LocalServers.Files;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.ServiceDefaults.Settings;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;

namespace Leasehold.Payments.Tests.Settings;

/// <summary>Who wins: command line, plain variables, Leasehold__ environment, appsettings, defaults.</summary>
public sealed class ServiceConfigurationTests : IDisposable
{
    private const string Size = "Leasehold:Pools:Api:Size";

    private readonly TemporaryFolder _folder = new("payments-tests-");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Setting_NotConfigured_IsTheDefault() => Assert.Equal("1", Build()[Size]);

    [Fact]
    public void Setting_InAppsettings_BeatsTheDefault()
        => Assert.Equal("2", Build(appsettings: "2")[Size]);

    [Fact]
    public void Setting_PlainVariableInDotEnv_BeatsAppsettings()
        => Assert.Equal("4", Build(appsettings: "2", dotEnv: "API_POOL_SIZE=4")[Size]);

    [Fact]
    public void Setting_PlainVariable_BeatsTheHierarchicalOne()
        => Assert.Equal("4",
            Build(dotEnv: $"API_POOL_SIZE=4\n{Size.Replace(":", "__", StringComparison.Ordinal)}=3")[Size]);

    [Fact]
    public void Setting_HierarchicalInDotEnv_BeatsAppsettings()
        => Assert.Equal("3", Build(
            appsettings: "2", dotEnv: $"{Size.Replace(":", "__", StringComparison.Ordinal)}=3")[Size]);

    [Fact]
    public void Setting_OnCommandLine_BeatsThePlainVariable()
        => Assert.Equal("5", Build(dotEnv: "API_POOL_SIZE=4", args: $"--{Size}=5")[Size]);

    [Fact]
    public void Setting_PlainVariableOnCommandLine_BeatsTheEnvironments()
        => Assert.Equal("6", Build(appsettings: "2", dotEnv: "API_POOL_SIZE=4", args: "--API_POOL_SIZE=6")[Size]);

    [Fact]
    public void Setting_NamedInFullOnCommandLine_BeatsThePlainVariableThere()
        => Assert.Equal("7", Build(args: [$"--{Size}=7", "--API_POOL_SIZE=6"])[Size]);

    [Theory]
    [InlineData("API_POOL_SIZE=7", "Leasehold:Pools:Api:Size", "7")]
    [InlineData("API_POOL_MAX_OVERFLOW=7", "Leasehold:Pools:Api:MaxOverflow", "7")]
    [InlineData("API_POOL_TIMEOUT=2.5", "Leasehold:Pools:Api:AcquireTimeout", "00:00:02.5000000")]
    [InlineData("BG_POOL_SIZE=7", "Leasehold:Pools:Background:Size", "7")]
    [InlineData("BG_POOL_MAX_OVERFLOW=7", "Leasehold:Pools:Background:MaxOverflow", "7")]
    [InlineData("BG_POOL_TIMEOUT=120", "Leasehold:Pools:Background:AcquireTimeout", "00:02:00")]
    [InlineData("DATABASE_URL=sqlite:///x.db", "Leasehold:Database:Provider", "sqlite")]
    [InlineData("DATABASE_URL=sqlite:///x.db", "Leasehold:Database:ConnectionString", "Data Source=x.db")]
    [InlineData("PAYMENT_GATEWAY_URL=http://g", "Payments:Gateway:Url", "http://g")]
    [InlineData("PAYMENT_GATEWAY_KEY=k", "Payments:Gateway:Key", "k")]
    [InlineData("PAYMENT_WEBHOOK_SECRET=s", "Payments:WebhookSecret", "s")]
    public void PlainVariable_Each_IsItsSetting(string line, string key, string value)
        => Assert.Equal(value, Build(dotEnv: line)[key]);

    [Theory]
    [InlineData("API_POOL_SIZE=many")]
    [InlineData("API_POOL_SIZE=-1")]
    [InlineData("API_POOL_TIMEOUT=soon")]
    [InlineData("API_POOL_TIMEOUT=1e9")]
    public void PlainVariable_Unreadable_IsNamed(string line)
    {
        var problem = Assert.Throws<ServiceStartException>(() => Build(dotEnv: line));

        Assert.StartsWith(line.Split('=')[0], problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlainVariable_Empty_IsAsIfNotSet() => Assert.Equal("1", Build(dotEnv: "API_POOL_SIZE=")[Size]);

    [Fact]
    public void DotEnv_OfTwoFiles_TheLaterWins()
    {
        File.WriteAllText(_folder.File("first"), "API_POOL_SIZE=8");
        File.WriteAllText(_folder.File("second"), "API_POOL_SIZE=9");
        var configuration = new ConfigurationManager();

        configuration.AddServiceSettings(
            PlainVariable.OfEveryService, new Dictionary<string, string?>(StringComparer.Ordinal),
            _folder.File("first"), _folder.File("second"));

        Assert.Equal("9", configuration[Size]);
    }

    private ConfigurationManager Build(string? appsettings = null, string? dotEnv = null, params string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(
            appsettings is null ? [] : [KeyValuePair.Create<string, string?>(Size, appsettings)]);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
        if (dotEnv is not null)
        {
            File.WriteAllText(_folder.File(".env"), dotEnv);
        }

        configuration.AddServiceSettings(
            PaymentsSettings.Variables,
            new Dictionary<string, string?>(StringComparer.Ordinal) { [Size] = "1" },
            _folder.File(".env"));
        return configuration;
    }
}
