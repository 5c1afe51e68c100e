using Leasehold.LocalServers.Files;
using Leasehold.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace Leasehold.ServiceDefaults.Tests.Settings;

public sealed class PlainVariableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("service-defaults-tests-");

    [Theory]
    [InlineData("API_POOL_SIZE=7")]
    [InlineData("api_pool_size=7")]
    [InlineData("Api_Pool_Size=7")]
    [InlineData("API_POOL_SIZE=5\napi_pool_size=6\nAPI_POOL_SIZE=7")]
    [InlineData("api_pool_size=6\nAPI_POOL_SIZE=7")]
    public void DotEnv_NameInAnyCase_IsRead(string lines)
        => Assert.Equal("7", Build(lines)["Leasehold:Pools:Api:Size"]);

    [Theory]
    [InlineData("30", "00:00:30")]
    [InlineData("7200", "02:00:00")]
    [InlineData("864000", "10.00:00:00")]
    [InlineData("99999999999999999999", "24.00:00:00")]
    [InlineData("0", "00:00:00.0010000")]
    public void Timeout_OfAnyLength_IsTheWait(string seconds, string wait)
    {
        var settings = Build($"BG_POOL_TIMEOUT={seconds}");

        Assert.Equal(wait, settings["Leasehold:Pools:Background:AcquireTimeout"]);
    }

    [Fact]
    public void Timeout_AboveTheFinishingOne_CarriesItAlongUnlessItIsConfigured()
    {
        Assert.Equal("00:10:00", Build("API_POOL_TIMEOUT=600")["Leasehold:Pools:Api:FinishingTimeout"]);
        Assert.Null(Build("API_POOL_TIMEOUT=300")["Leasehold:Pools:Api:FinishingTimeout"]);
        Assert.Equal(
            "00:20:00",
            Build("API_POOL_TIMEOUT=600\nLeasehold__Pools__Api__FinishingTimeout=00:20:00")
                ["Leasehold:Pools:Api:FinishingTimeout"]);
    }

    [Fact]
    public void Prefix_PlainVariable_IsTheServicesAndTheJournals()
    {
        var settings = Build("TABLE_PREFIX=lh_");

        Assert.Equal("lh_", settings["Leasehold:Database:TablePrefix"]);
        Assert.Equal("lh_", settings["Leasehold:Durable:TablePrefix"]);
    }

    public void Dispose() => _folder.Dispose();

    private ConfigurationManager Build(string dotEnv)
    {
        File.WriteAllText(_folder.File(".env"), dotEnv);
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        configuration.AddServiceSettings(
            PlainVariable.OfEveryService,
            new Dictionary<string, string?>(StringComparer.Ordinal),
            _folder.File(".env"));
        return configuration;
    }
}
