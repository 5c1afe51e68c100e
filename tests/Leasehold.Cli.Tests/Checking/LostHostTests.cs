using System.Collections.Concurrent;
using Leasehold.Cli.CodeBases;
using Leasehold.Cli.Tests.Hosting;

namespace Leasehold.Cli.Tests.Checking;

/// <summary>Beside no other test: it would kill their processes too.</summary>
[Collection(nameof(LostHostTests))]
[CollectionDefinition(nameof(LostHostTests), DisableParallelization = true)]
public sealed class LostHostTests(SampleCode code)
{
    [Fact]
    public async Task Load_MSBuildsProcessIsKilled_LoadsOnceMore()
    {
        Assert.True(CodeBaseTarget.TryFind(code.Solution, out var target, out _));
        var kills = 1;
        var said = new ConcurrentQueue<string>();

        using var loaded = await LoadedCode.LoadAsync(
            target,
            text =>
            {
                said.Enqueue(text);
                if (Interlocked.Decrement(ref kills) == 0)
                {
                    BuildHosts.KillOwn();
                }
            },
            TestContext.Current.CancellationToken);

        Assert.Contains(said, static text => text.Contains("once more", StringComparison.Ordinal));
        Assert.Empty(loaded.Problems);
        Assert.Equal(2, loaded.Projects.Count);
    }
}
