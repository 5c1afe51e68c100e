using Leasehold.LocalServers.Repository;

namespace Leasehold.Dashboard.Tests.Findings;

/// <summary>What is said about a pool, and that it is silent about a calm one.</summary>
public sealed class FindingTests
{
    private static readonly PoolName Api = new("Api", null);

    [Fact]
    public void In_CalmPool_SaysNothing()
        => Assert.Empty(PoolFindings.In(Api, Pool(1, 0, Holder(HolderActivity.Database, 1)), Words.English));

    [Fact]
    public void In_FullPoolWithExternalCalls_NamesThemFirstAndAdvisesAgainstALargerPool()
    {
        var found = PoolFindings.In(
            Api,
            Pool(2, 3, Holder(HolderActivity.ExternalCall, 9), Holder(HolderActivity.ExternalCall, 4)),
            Words.English).ToList();

        Assert.Contains("full: 2 of 2 connections leased, 3 callers in line", found[0].What, StringComparison.Ordinal);
        Assert.Contains("would only fill later", found[0].Advice, StringComparison.Ordinal);
        Assert.Equal(
            "POST /render holds 2 connections of pool Api across an external call to render:80, for 9.0 s so far "
            + "(Render.cs:7).",
            found[1].What);
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public void In_FullPoolOfShortHolders_AdvisesALargerOne()
    {
        var finding = Single(Pool(2, 1, Holder(HolderActivity.Database, 0.1)));

        Assert.Contains("raise Leasehold:Pools:Api:Size", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void In_OldHolder_AsksToShortenIt()
        => Assert.Equal(Docs.LongHold, Single(Pool(1, 0, Holder(HolderActivity.Idle, 12))).Page);

    [Fact]
    public void In_Counters_SayWhatEachMeans()
    {
        var found = PoolFindings.In(
            Api, Pool(0, 0) with { TimedOut = 1, Refused = 2, Leaked = 1, NestedAcquires = 4 }, Words.English);

        Assert.Equal(
            [Docs.PoolExhausted, Docs.LostLease, Docs.NestedAcquire], found.Select(static f => f.Page));
    }

    [Fact]
    public void In_WritersInLine_NamesTheWriterAndAdvisesAgainstALargerPool()
    {
        var line = new WriterLine
        {
            Waiting = 14,
            LongestWait = TimeSpan.FromSeconds(3),
            Writer = Holder(HolderActivity.Idle, 4),
        };

        var finding = Single(Pool(1, 0) with { Writers = line });

        Assert.Equal(FindingLevel.Urgent, finding.Level);
        Assert.StartsWith(
            "14 callers of pool Api wait for the turn to write, the first for 3.0 s: the database takes one writer at "
            + "a time, and POST /render has had the turn for 4.0 s (Render.cs:7), ",
            finding.What, StringComparison.Ordinal);
        Assert.Contains("a larger pool would not help", finding.Advice, StringComparison.Ordinal);
        var shortly = line with { LongestWait = TimeSpan.FromMilliseconds(40) };
        Assert.Empty(PoolFindings.In(Api, Pool(1, 0) with { Writers = shortly }, Words.English));
    }

    [Fact]
    public void Pages_OfAllFindings_ExistInTheDocumentation()
    {
        Uri[] pages =
        [
            Docs.ThreeStages, Docs.DurableStages, Docs.PoolExhausted, Docs.ExternalCall, Docs.LongHold, Docs.LostLease,
            Docs.NestedAcquire,
        ];
        foreach (var page in pages)
        {
            var path = page.AbsolutePath[page.AbsolutePath.IndexOf("/docs/", StringComparison.Ordinal)..];
            var file = Path.Combine(BuildOutput.RepositoryRoot!, path.TrimStart('/'));
            Assert.True(File.Exists(file), $"{page} has no file.");
            var heading = page.Fragment.TrimStart('#').Replace('-', ' ');
            Assert.Contains(heading, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Finding Single(PoolSnapshot pool) => Assert.Single(PoolFindings.In(Api, pool, Words.English));

    private static Holder Holder(HolderActivity activity, double seconds) => new()
    {
        Workload = "Api",
        Flow = "POST /render",
        Member = "RenderAsync",
        File = "Render.cs",
        Line = 7,
        HeldFor = TimeSpan.FromSeconds(seconds),
        Activity = activity,
        ExternalHost = activity == HolderActivity.ExternalCall ? "render:80" : null,
    };

    private static PoolSnapshot Pool(int inUse, int waiting, params Holder[] holders) => new()
    {
        Name = "shop/api",
        Workload = "Api",
        Size = 2,
        MaxOverflow = 0,
        InUse = inUse,
        OverflowInUse = 0,
        OverflowIdle = 0,
        Waiting = waiting,
        FinishingWaiting = 0,
        PeakInUse = inUse,
        Leased = 10,
        TimedOut = 0,
        Refused = 0,
        Leaked = 0,
        NestedAcquires = 0,
        MeanHold = TimeSpan.FromMilliseconds(20),
        Holders = holders,
    };
}
