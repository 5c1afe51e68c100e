using Leasehold.Cli.Tests.Hosting;

namespace Leasehold.Cli.Tests.Checking;

public sealed class CheckFailureTests(SampleCode code)
{
    [Fact]
    public async Task Check_NotRestored_Ends2AndSaysHow()
    {
        var run = await ToolRun.CheckAsync(code.Unrestored);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"dotnet restore \"{code.Unrestored}\"", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DoesNotCompile_Ends2AndNamesTheError()
    {
        var run = await ToolRun.CheckAsync(code.Broken);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Broken does not compile (1 errors)", run.Errors, StringComparison.Ordinal);
        Assert.Contains("error CS0246", run.Errors, StringComparison.Ordinal);
        Assert.Contains("not everything could be analysed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_MalformedProject_Ends2WithoutAStack()
    {
        var run = await ToolRun.CheckAsync(code.Malformed);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Malformed.csproj", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nowhere.slnx", "There is no file or folder")]
    [InlineData("Clean/Clean.cs", "is neither a solution")]
    [InlineData("Clean/obj", "There is no solution and no C# project in")]
    [InlineData(".", "Restored.slnx, Shop.slnx")]
    public async Task Check_TargetThatIsNone_Ends2AndSaysWhy(string target, string why)
    {
        var run = await ToolRun.CheckAsync(code.PathOf(target));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(why, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rule", "LH9999")]
    [InlineData("--severity", "loud")]
    [InlineData("--nonsense", "1")]
    public async Task Check_WrongArgument_Ends2(string option, string value)
    {
        var run = await ToolRun.CheckAsync(code.Clean, option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value is "1" ? option : value, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SarifThatCannotBeWritten_Ends2()
    {
        var run = await ToolRun.CheckAsync(code.Clean, "--sarif", code.PathOf("nowhere/out.sarif"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The SARIF file could not be written", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Cancelled_Ends130AndWritesNothing()
    {
        using var sarif = new SarifFile();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var run = await ToolRun.CheckAsync(cancelled.Token, code.Clean, "--sarif", sarif.Path);

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Cancelled.", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(sarif.Path));
    }
}
