using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Processes;

namespace Leasehold.Demo.Tests.Starting;

/// <summary>The demo as a newcomer meets it: a process of its own, and shells that its tour is pasted into.</summary>
public sealed class StartedDemoTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new("leasehold-demo-start-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_IsAnAnswer_AndAWrongOptionIsNot()
    {
        var (helped, help) = await RunAsync("--help");
        var (refused, problem) = await RunAsync("--ports", "x");

        Assert.Equal((0, 2), (helped, refused));
        Assert.Contains("--ports FIRST", help, StringComparison.Ordinal);
        Assert.Single(Lines(problem));
    }

    [Fact]
    public async Task Start_FolderThatCannotBeWritten_IsSaidOnOneLine()
    {
        var file = _folder.File("no-folder");
        await File.WriteAllTextAsync(file, "", Stop);

        var (code, output) = await RunAsync(
            "--ports", Text(FreePorts()), "--data", Path.Combine(file, "data"));

        Assert.Equal(1, code);
        Assert.Contains("cannot be written", Assert.Single(Lines(output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortThatIsTaken_IsSaidOnOneLine()
    {
        var first = FreePorts();
        using var somebody = new TcpListener(IPAddress.Loopback, first + 2);
        somebody.Start();

        var (code, output) = await RunAsync("--ports", Text(first), "--data", _folder.File("data"));

        Assert.Equal(1, code);
        Assert.StartsWith($"Port {Text(first + 2)} is taken", Assert.Single(Lines(output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tour_InEveryShellThatIsHere_ProvesWhatItShows_AndASecondDemoIsToldToGoElsewhere()
    {
        var (first, data) = (FreePorts(), _folder.File("100%25 #a?"));
        await using var demo = ChildProcess.Start(ChildProcessOptions.ForDotnet(
            typeof(DemoArguments).Assembly.Location, ["--ports", Text(first), "--data", data]));
        await demo.WaitForLineAsync("Ctrl+C stops all of it", Bound, Stop);
        Assert.True(File.Exists(Path.Combine(data, "payments.db")));

        var (code, output) = await RunAsync("--ports", Text(FreePorts()), "--data", data);
        Assert.Equal(1, code);
        Assert.StartsWith("Another demo is at work in", Assert.Single(Lines(output)), StringComparison.Ordinal);

        foreach (var (shell, arguments) in Shells())
        {
            var tour = _folder.File($"{Path.GetFileNameWithoutExtension(shell)}-tour.ps1");
            await File.WriteAllTextAsync(
                tour, Tour.Commands(new DemoAddresses(first), $"TOUR-{Path.GetFileName(shell)}"), Stop);
            await using var played = ChildProcess.Start(
                new ChildProcessOptions { FileName = shell, Arguments = [.. arguments, tour] });
            Assert.Equal(0, await played.WaitForExitAsync(Bound, Stop));

            Assert.Contains("Idempotent-Replayed: true", played.Output, StringComparison.Ordinal);
            Assert.Contains("결제가 완료되었습니다", played.Output, StringComparison.Ordinal);
            Assert.Contains("\"refunded_amount\":50000", played.Output, StringComparison.Ordinal);
            Assert.Contains(
                "Proved: 200 paid, 200 charges in the gateway's books, none twice.", played.Output,
                StringComparison.Ordinal);
            Assert.Contains("Proved: 320 x 213 came back as 213 x 320.", played.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, await demo.TerminateAsync(Bound));
        Assert.DoesNotContain("   at ", demo.Output, StringComparison.Ordinal);
    }

    // What differs between a shell's prompt and its scripts: comments in zsh, jobs that are announced in all.
    [Fact]
    public void Tour_Lines_HoldAtEveryPrompt()
        => Assert.All(
            Lines(Tour.Commands(DemoAddresses.Usual, "DEMO-1")),
            static line =>
            {
                Assert.Matches("^ *(echo|curl) [^$`!#;|&]+$", line);
                Assert.False(line.EndsWith('\\'), line); // goes on in the next, and not in PowerShell
                Assert.True(line.Count(static sign => sign == '\'') % 2 == 0, line);
            });

    private static IEnumerable<(string Shell, string[] Arguments)> Shells()
    {
        (string Name, string[] Arguments)[] known =
            [("bash", ["--norc"]), ("zsh", ["-f"]), ("pwsh", ["-NoLogo", "-NoProfile", "-File"])];
        return known
            .Select(static shell => (Executable.Find(shell.Name), shell.Arguments))
            .Where(static shell => shell.Item1 is not null)
            .Select(static shell => (shell.Item1!, shell.Arguments));
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        await using var demo = ChildProcess.Start(
            ChildProcessOptions.ForDotnet(typeof(DemoArguments).Assembly.Location, args));
        var code = await demo.WaitForExitAsync(Bound, Stop);
        return (code, demo.Output);
    }

    private static int FreePorts() => Enumerable.Range(0, 200)
        .Select(static _ => Random.Shared.Next(10_000, 30_000))
        .First(static first => new DemoAddresses(first).Taken(isCluster: false).Count == 0);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
