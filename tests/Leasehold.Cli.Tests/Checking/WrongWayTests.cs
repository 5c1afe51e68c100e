using Leasehold.Cli.Tests.Hosting;
using Leasehold.LocalServers.Repository;

namespace Leasehold.Cli.Tests.Checking;

public sealed class WrongWayTests
{
    private static string Folder => Path.Combine(BuildOutput.RepositoryRoot!, "bench", "Leasehold.WrongWay");

    [Fact]
    public async Task Check_TheWrongWay_ReportsEveryPlantedFaultAndNothingElse()
    {
        using var sarif = new SarifFile();

        var run = await ToolRun.CheckAsync(Folder, "--severity", "suggestion", "--sarif", sarif.Path);

        Assert.True(run.ExitCode == 1, run.Everything);
        var reported = sarif.Results
            .Select(static result => SarifFile.UriOf(result)["bench/Leasehold.WrongWay/".Length..]
                + $":{SarifFile.LineOf(result)} {result.GetProperty("ruleId").GetString()}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', PlantedFaults.In(Folder)), string.Join('\n', reported));
    }

    [Fact]
    public void WrongWay_EveryRule_HasAPlantedFault()
    {
        var rules = Enumerable.Range(1, 9).Select(static number => $"LH{number:0000}");

        var planted = PlantedFaults.In(Folder).Select(static fault => fault.Split(' ')[1]);

        Assert.Equal(
            string.Join(' ', rules),
            string.Join(' ', planted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }
}
