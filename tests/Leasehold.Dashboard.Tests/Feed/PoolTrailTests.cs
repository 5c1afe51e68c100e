namespace Leasehold.Dashboard.Tests.Feed;

/// <summary>The minute behind a chart.</summary>
public sealed class PoolTrailTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_PutsThePoolsHistoryBeforeWhatWasSeen()
    {
        var trail = new PoolTrail();
        PoolMoment[] history = [At(-70, 9), At(-30, 1), At(-1, 2), At(1, 3)];

        trail.Add(At(0, 4), history);
        var minute = trail.Add(At(0.5, 5), history);

        Assert.Equal([1, 2, 4, 5], minute.Select(static m => m.InUse));
    }

    [Fact]
    public void Add_AfterAMinute_ForgetsTheOldest()
    {
        var trail = new PoolTrail();
        trail.Add(At(0, 1), []);

        Assert.Equal([2], trail.Add(At(61, 2), []).Select(static m => m.InUse));
    }

    private static PoolMoment At(double seconds, int inUse) => new(Start.AddSeconds(seconds), inUse, 0, 0);
}
