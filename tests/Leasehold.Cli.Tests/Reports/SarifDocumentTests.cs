using System.Text.Json;
using Leasehold.Cli.Tests.Hosting;

namespace Leasehold.Cli.Tests.Reports;

public sealed class SarifDocumentTests(SampleCode code)
{
    [Fact]
    public async Task Of_AFinding_IsValidSarif()
    {
        using var sarif = new SarifFile();

        await ToolRun.CheckAsync(code.Faulty, "--sarif", sarif.Path);

        Assert.Equal("2.1.0", sarif.Root.GetProperty("version").GetString());
        Assert.EndsWith("sarif-2.1.0.json", sarif.Root.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        var driver = sarif.Run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("leasehold", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(
            "LH0001 LH0002 LH0003 LH0004 LH0005 LH0006 LH0007 LH0008 LH0009",
            string.Join(' ', rules.Select(static rule => rule.GetProperty("id").GetString())));
        Assert.All(rules, static rule => Assert.NotEmpty(
            rule.GetProperty("shortDescription").GetProperty("text").GetString()!));
        var invocation = sarif.Run.GetProperty("invocations")[0];
        Assert.True(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal(1, invocation.GetProperty("exitCode").GetInt32());
        var result = Assert.Single(sarif.Results);
        Assert.Equal("LH0001", result.GetProperty("ruleId").GetString());
        Assert.Equal("LH0001", rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        Assert.Equal("warning", result.GetProperty("level").GetString());
        Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task Of_AFinding_NamesThePlaceRelativeToTheRootOnly()
    {
        using var sarif = new SarifFile();

        await ToolRun.CheckAsync(code.Faulty, "--sarif", sarif.Path);

        var result = Assert.Single(sarif.Results);
        var region = SarifFile.PlaceOf(result).GetProperty("region");
        Assert.Equal("Checkout.cs", SarifFile.UriOf(result));
        Assert.Equal(13, region.GetProperty("startLine").GetInt32());
        Assert.True(region.GetProperty("endColumn").GetInt32() > region.GetProperty("startColumn").GetInt32());
        var root = SarifFile.PlaceOf(result).GetProperty("artifactLocation").GetProperty("uriBaseId").GetString()!;
        Assert.True(sarif.Run.GetProperty("originalUriBaseIds").TryGetProperty(root, out _));
        Assert.DoesNotContain(
            Path.GetDirectoryName(code.Faulty)!, File.ReadAllText(sarif.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_SilencedInTheSource_IsKeptAsSuppressed()
    {
        using var sarif = new SarifFile();

        await ToolRun.CheckAsync(code.Silenced, "--sarif", sarif.Path);

        var suppression = Assert.Single(sarif.Results).GetProperty("suppressions")[0];
        Assert.Equal("inSource", suppression.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Of_CodeThatDoesNotCompile_SaysThatItFailed()
    {
        using var sarif = new SarifFile();

        await ToolRun.CheckAsync(code.Broken, "--sarif", sarif.Path);

        var invocation = sarif.Run.GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        var notification = invocation.GetProperty("toolExecutionNotifications")[0];
        Assert.Contains("CS0246", notification.GetProperty("message").GetProperty("text").GetString()!,
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, sarif.Run.GetProperty("results").ValueKind);
    }
}
