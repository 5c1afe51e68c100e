using Leasehold.Cli.Tests.Hosting;
using Leasehold.LocalServers.Repository;

namespace Leasehold.Cli.Tests.Checking;

public sealed class RepositoryCheckTests
{
    [Fact]
    public async Task Check_ThisRepository_ReportsNothing()
    {
        var run = await ToolRun.CheckAsync(Path.Combine(BuildOutput.RepositoryRoot!, "Leasehold.slnx"));

        Assert.True(run.ExitCode == 0, run.Everything);
    }
}
