using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;

namespace Leasehold.CrashLab.Tests.Instances;

/// <summary>One process of the program that decides about operations; see the lab's host.</summary>
internal sealed class JournalInstance(ChildProcess process) : IAsyncDisposable
{
    // A claim ends within seconds, and so does whatever hangs.
    private static readonly string[] Times =
    [
        "--Leasehold:Durable:Claim=00:00:02",
        "--Leasehold:Durable:PollInterval=00:00:00.500",
        "--Leasehold:Durable:Retention=00:00:01",
        "--Leasehold:Durable:RetentionInterval=00:00:00.300",
        "--Leasehold:Durable:ProgressInterval=00:00:00.010",
        "--Leasehold:Durable:StopGrace=00:00:01",
        .. Kind("lab.work"),
        .. Kind("lab.own"),
        .. Kind("lab.held"),
        .. Kind("lab.hopeless"),
        .. Kind("lab.tick"),
        "--Leasehold:Durable:Operations:lab.work:MaxConcurrency=2",
        "--Leasehold:Durable:Operations:lab.hopeless:MaxAttempts=2",
    ];

    public bool HasExited => process.HasExited;

    public string Output => process.Output;

    public bool IsScriptOver => Output.Contains("script is over", StringComparison.Ordinal);

    /// <summary>Starts one; it need not live to say so.</summary>
    /// <param name="settings">Its database.</param>
    /// <param name="ledger">The folder of the other side.</param>
    /// <param name="decides">Whether it runs the script, instead of working only.</param>
    /// <param name="plan">What is to go wrong in it; null for nothing.</param>
    public static JournalInstance Start(
        IEnumerable<string> settings, string ledger, bool decides, FaultPlan? plan = null)
        => new(ChildProcess.StartDotnet(
            BuildOutput.AssemblyOf("Leasehold.CrashLab.Host"),
            [
                plan?.ToString() ?? "",
                "journal",
                "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:Leasehold.Durable=Information",
                $"--ledger={ledger}",
                .. decides ? ["--script=yes"] : Array.Empty<string>(),
                .. Times,
                .. settings,
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_TieredPGO"] = "0" }));

    public void Freeze() => process.Freeze();

    public void Thaw() => process.Thaw();

    public Task KillAsync() => process.KillAsync();

    public Task<int> TerminateAsync() => process.TerminateAsync(TimeSpan.FromSeconds(20));

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static IEnumerable<string> Kind(string kind)
    {
        var section = $"--Leasehold:Durable:Operations:{kind}";
        yield return $"{section}:CallTimeout=00:00:02";
        yield return $"{section}:SaveTimeout=00:00:02";
        yield return $"{section}:FirstPause=00:00:00.100";
        yield return $"{section}:LongestPause=00:00:00.500";
    }
}
