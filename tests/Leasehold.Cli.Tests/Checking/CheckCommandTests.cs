using Leasehold.Cli.Tests.Hosting;

namespace Leasehold.Cli.Tests.Checking;

public sealed class CheckCommandTests(SampleCode code)
{
    [Fact]
    public async Task Check_CleanProject_Ends0()
    {
        var run = await ToolRun.CheckAsync(code.Clean);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 findings in 1 project.", run.Output, StringComparison.Ordinal);
        Assert.All(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.Matches(
            "^(Loading|Analysing) ", line));
    }

    [Fact]
    public async Task Check_SolutionWithAFault_Ends1NamesThePlaceAndChangesNothing()
    {
        var before = code.Fingerprint();

        var run = await ToolRun.CheckAsync(code.Solution);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{SampleCode.FaultyPlace}: warning LH0001: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 finding in 2 projects.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Not C#, left out: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Other.fsproj", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, code.Fingerprint());
    }

    [Fact]
    public async Task Check_OtherRuleOnly_FindsNothing()
    {
        var run = await ToolRun.CheckAsync(code.Faulty, "--rule", "LH0002");

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Check_OnlyErrorsAskedFor_Ends0AndTellsOfTheWarning()
    {
        var run = await ToolRun.CheckAsync(code.Faulty, "--severity", "error");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 below the severity asked for (see them: --severity warning)", run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SilencedByConfigurationAndPragma_Ends0AndCountsThePragma()
    {
        var run = await ToolRun.CheckAsync(code.Silenced);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 more suppressed in the source", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AsShipped_OverridesConfigurationButNotThePragma()
    {
        var run = await ToolRun.CheckAsync(code.Silenced, "--as-shipped");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{SampleCode.FaultyPlace}: warning LH0001: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 finding in 1 project, 1 more suppressed in the source.", run.Output,
            StringComparison.Ordinal);
    }
}
