using System.Diagnostics;
using System.Globalization;
using Leasehold.LocalServers.Processes;

namespace Leasehold.Testing.Servers.Tests;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task WaitForLine_PrintedBefore_IsFound()
    {
        await using var process = Shell("echo one; echo two; exec sleep 60");
        await process.WaitForLineAsync("two", Bound, TestContext.Current.CancellationToken);

        Assert.Equal("one", await process.WaitForLineAsync("on", Bound, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitForLine_EndsWithoutIt_SaysWhatItPrinted()
    {
        await using var process = Shell("echo no luck; exit 3");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => process.WaitForLineAsync("ready", Bound, TestContext.Current.CancellationToken));

        Assert.Contains("no luck", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForLine_NeverPrinted_TimesOut()
    {
        await using var process = Shell("exec sleep 60");

        await Assert.ThrowsAsync<TimeoutException>(() => process.WaitForLineAsync(
            "ready", TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitForExit_OfAFailure_GivesTheExitCode()
    {
        await using var process = Shell("exit 7");

        Assert.Equal(7, await process.WaitForExitAsync(Bound, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Output_OfManyLines_KeepsTheLast()
    {
        await using var process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "seq 1 1000"],
            MaxCapturedLines = 2,
        });
        await process.WaitForExitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal("999\n1000", process.Output);
    }

    [Fact]
    public async Task OnOutput_OfEveryLine_IsCalledInOrder()
    {
        var lines = new List<string>();
        await using var process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "seq 1 3"],
            OnOutput = lines.Add,
        });
        await process.WaitForExitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal(["1", "2", "3"], lines);
    }

    [Fact]
    public async Task OwnSession_OfAProgram_IsLedByTheProcessItself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "setsid is Linux's.");
        await using var process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "ps -o sid= -p $$"],
            OwnSession = true,
        });
        await process.WaitForExitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal(process.Id, int.Parse(process.Output, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Terminate_ATrap_Runs()
    {
        await using var process = Shell("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done");
        await process.WaitForLineAsync("ready", Bound, TestContext.Current.CancellationToken);

        Assert.Equal(5, await process.TerminateAsync(Bound));
        Assert.Contains("bye", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_AFrozenProcess_EndsIt()
    {
        await using var process = Shell("exec sleep 60");
        process.Freeze();

        await process.KillAsync();

        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task Freeze_OfAPrinter_StopsItUntilThaw()
    {
        await using var process = Shell("n=0; while :; do n=$((n+1)); echo $n; sleep 0.01; done");
        await process.WaitForLineAsync("3", Bound, TestContext.Current.CancellationToken);
        process.Freeze();
        var frozenAt = await StateAsync(process.Id);

        process.Thaw();
        var next = process.Output.Split('\n').Length + 5;

        Assert.Equal('T', frozenAt);
        await process.WaitForLineAsync(
            line => int.Parse(line, CultureInfo.InvariantCulture) > next, Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Environment_OfNull_RemovesTheVariable()
    {
        await using var process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "echo \"${HOME-none} $GREETING\""],
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["HOME"] = null,
                ["GREETING"] = "hello",
            },
        });

        await process.WaitForLineAsync("none hello", Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task StartDotnet_OfThisTest_Starts()
    {
        await using var process = ChildProcess.StartDotnet(
            typeof(ChildProcessTests).Assembly.Location, ["-list", "classes"]);

        await process.WaitForLineAsync(nameof(ChildProcessTests), Bound, TestContext.Current.CancellationToken);
    }

    private static ChildProcess Shell(string script) =>
        ChildProcess.Start(new ChildProcessOptions { FileName = "/bin/sh", Arguments = ["-c", script] });

    /// <summary>The state letter of /proc; the signal is delivered a moment after kill(2) returns.</summary>
    private static async Task<char> StateAsync(int processId)
    {
        var stat = await File.ReadAllTextAsync(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        return stat[stat.LastIndexOf(')') + 2];
    }
}
