using System.Text.Json;
using Leasehold.LocalServers.Repository;
using Leasehold.Packages.Tests.Hosting;

namespace Leasehold.Packages.Tests.Guides;

public sealed class GettingStartedTests(PackedPackages packages)
{
    private static string Page => File.ReadAllText(
        Path.Combine(BuildOutput.RepositoryRoot!, "docs", "guide", "getting-started.md"));

    [Fact]
    public void GettingStarted_EveryBlock_IsMarkedForTheTest()
    {
        Assert.Equal(GuideStep.BlocksOf(Page), GuideStep.Of(Page).Count);
    }

    [Fact]
    public async Task GettingStarted_FollowedToTheLetter_ShowsWhatItPromises()
    {
        await using var reader = await Reader.WithAsync(packages);
        var printed = new List<string>();

        foreach (var step in GuideStep.Of(Page))
        {
            var output = await reader.DoAsync(step);
            if (step.Kind == GuideStepKind.Run)
            {
                printed.Add(output);
            }
        }

        var (build, paid, snapshot, dashboard) = (printed[1], printed[2], printed[3], printed[4]);
        Assert.Equal([LineOfTheHeldCall()], WarningsIn(build));
        Assert.Contains("\"status\":\"paid\"", paid, StringComparison.Ordinal);
        AssertShowsTheHolder(snapshot);
        Assert.Contains("<html", dashboard, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Leasehold", dashboard, StringComparison.Ordinal);
    }

    /// <summary>As the compiler names it: the second call of the gateway in the file.</summary>
    private static string LineOfTheHeldCall()
    {
        var orders = GuideStep.Of(Page).Single(static step => step.Argument == "Orders.cs").Text.Split('\n');
        var line = orders.Index()
            .Last(static line => line.Item.Contains("gateway.ChargeAsync", StringComparison.Ordinal));
        return $"Orders.cs({line.Index + 1}";
    }

    /// <summary>File and line of each warning of ours, once, as the build repeats them at its end.</summary>
    private static IReadOnlyList<string> WarningsIn(string build) =>
    [
        .. build.Split('\n').Where(static line => line.Contains(": warning LH", StringComparison.Ordinal))
            .Select(static line => Path.GetFileName(line.Trim().Split(',')[0]))
            .Distinct(StringComparer.Ordinal),
    ];

    private static void AssertShowsTheHolder(string snapshot)
    {
        using var document = JsonDocument.Parse(snapshot);
        var pools = document.RootElement.GetProperty("databases")[0].GetProperty("pools").EnumerateArray();
        var api = pools.Single(static pool => pool.GetProperty("workload").GetString() == "Api");
        Assert.Equal(1, api.GetProperty("in_use").GetInt32());
        var holder = Assert.Single(api.GetProperty("holders").EnumerateArray());
        Assert.Equal("POST /orders/{number}/pay-held", holder.GetProperty("flow").GetString());
        Assert.Equal("PayHeldAsync", holder.GetProperty("member").GetString());
    }
}
