using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;

namespace Leasehold.CrashLab.Tests.Mutations;

/// <summary>eng/prove-mutations takes a while; that its patches still fit the sources is seen at once.</summary>
public sealed class MutationPatchTests
{
    private static string Folder => Path.Combine(BuildOutput.RepositoryRoot!, "eng", "mutations");

    public static TheoryData<string> Patches()
        => [.. Directory.GetFiles(Folder, "*.patch").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task Patch_OnThisTree_Applies(string patch)
    {
        await using var git = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "git",
            Arguments = ["apply", "--check", Path.Combine(Folder, patch)],
            WorkingDirectory = BuildOutput.RepositoryRoot,
        });

        Assert.True(await git.WaitForExitAsync(TimeSpan.FromSeconds(30)) == 0, git.Output);
    }

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task Patch_ItsHead_NamesTestsThatExist(string patch)
    {
        var head = await File.ReadAllLinesAsync(Path.Combine(Folder, patch));

        Assert.Contains(head, static line => line.StartsWith("Takes: ", StringComparison.Ordinal));
        var runs = head.Where(static line => line.StartsWith("Runs: ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(runs);
        var projects = runs.Select(static run => run.Split(' ')
            .First(static word => word.EndsWith(".Tests", StringComparison.Ordinal)));
        Assert.All(projects, static project => Assert.True(
            Directory.Exists(Path.Combine(BuildOutput.RepositoryRoot!, "tests", project)), project));
    }
}
