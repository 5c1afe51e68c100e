using System.Text.Json;
using Leasehold.Cli.Tests.Hosting;

namespace Leasehold.Cli.Tests.Checking;

public sealed class CheckOptionsTests(SampleCode code)
{
    [Fact]
    public async Task Baseline_IsWrittenThenAccepts_UntilSomethingIsNew()
    {
        var folder = Directory.CreateTempSubdirectory("lh-baseline-");
        try
        {
            var file = Path.Combine(folder.FullName, "baseline.txt");

            var first = await ToolRun.CheckAsync(code.Faulty, "--baseline", file);
            var second = await ToolRun.CheckAsync(code.Faulty, "--baseline", file);
            await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
            var third = await ToolRun.CheckAsync(code.Faulty, "--baseline", file);

            Assert.True(first.ExitCode == 0, first.Everything);
            Assert.Contains("0 findings in 1 project, 1 accepted by the baseline.", second.Output,
                StringComparison.Ordinal);
            Assert.Equal(1, third.ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Format_Github_AnnotatesTheLine()
    {
        var run = await ToolRun.CheckAsync(code.Faulty, "--format", "github");

        Assert.Contains("::warning file=Checkout.cs,line=13,col=15,title=LH0001::", run.Output.Replace(
            "Faulty/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    public async Task Format_OfADocument_IsAloneOnTheOutput(string format)
    {
        var run = await ToolRun.CheckAsync(code.Faulty, "--format", format);

        using var document = JsonDocument.Parse(run.Output);
        Assert.Contains("LH0001", document.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("1 finding in 1 project.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exclude_AFile_LeavesItOut()
    {
        var run = await ToolRun.CheckAsync(code.Faulty, "--exclude", "*Checkout.cs");

        Assert.True(run.ExitCode == 0, run.Everything);
    }

    [Fact]
    public async Task Verbose_ShowsTimeAndMemory() => Assert.Matches(
        "Faulty: [0-9.]+ s, [0-9]+ MiB in use", (await ToolRun.CheckAsync(code.Faulty, "--verbose")).Errors);
}
