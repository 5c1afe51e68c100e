using System.Net;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Tests.Startup;

/// <summary>What <c>new-key</c> prints is what a service needs.</summary>
public sealed class NewKeyCommandTests
{
    [Fact]
    public async Task NewKey_ItsSettings_LetTheKeyInOutsideDevelopment()
    {
        var (key, settings) = await MakeAsync("--name", "shop", "--tenant", "acme");
        await using var service = await TestService.StartAsync(
            static app => app.MapGet("/tenant", static (HttpContext context) => context.GetTenant()),
            settings,
            environment: "Production");

        Assert.Equal("acme", (await service.GetAsync("/tenant", key)).Text);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.GetAsync("/leasehold/snapshot", key)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync("/tenant")).Status);
    }

    [Fact]
    public async Task NewKey_ForAnOperator_OpensTheSnapshot()
    {
        var (key, settings) = await MakeAsync("--operator");
        await using var service = await TestService.StartAsync(settings: settings, environment: "Production");

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/leasehold/snapshot", key)).Status);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--name")]
    [InlineData("--name", "two words")]
    [InlineData("--tenant", "")]
    public async Task NewKey_BadUsage_SaysHowAndMakesNone(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();

        Assert.Equal(2, await NewKeyCommand.RunAsync(args, output, error));

        Assert.Empty(output.ToString());
        Assert.StartsWith("new-key [--name NAME]", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(string Key, (string Key, string Value)[] Settings)> MakeAsync(params string[] args)
    {
        await using var output = new StringWriter();
        Assert.Equal(0, await NewKeyCommand.RunAsync(args, output, TextWriter.Null));
        var lines = output.ToString().Split('\n').Select(static line => line.Trim()).ToList();
        return (
            lines.Single(static line => line.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal)),
            [.. lines.Where(static line => line.StartsWith("Leasehold__", StringComparison.Ordinal))
                .Select(static line => line.Replace("__", ":", StringComparison.Ordinal).Split('='))
                .Select(static pair => (pair[0], pair[1]))]);
    }
}
