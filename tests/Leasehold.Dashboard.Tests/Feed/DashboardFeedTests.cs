using System.Threading.Channels;
using Leasehold.Dashboard.Tests.Hosting;
using Leasehold.Durable;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Dashboard.Tests.Feed;

/// <summary>One sampler for all who look, and none for nobody.</summary>
public sealed class DashboardFeedTests(ShopFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_OfSeveral_TakesOneSampleForAll()
    {
        await using var services = fixture.Shop.BuildDashboard();
        var feed = services.GetRequiredService<DashboardFeed>();
        var (first, second) = (NewChannel(), NewChannel());
        using var a = feed.Join(frame => first.Writer.TryWrite(frame));
        await first.Reader.ReadAsync(Stop);
        using var b = feed.Join(frame => second.Writer.TryWrite(frame));

        var seenBySecond = await second.Reader.ReadAsync(Stop);
        await foreach (var seenByFirst in first.Reader.ReadAllAsync(Stop))
        {
            if (seenByFirst.At >= seenBySecond.At)
            {
                Assert.Same(seenBySecond, seenByFirst);
                break;
            }
        }
    }

    [Fact]
    public async Task Leave_OfTheLast_StopsSampling_AndTheNextBeginsAgain()
    {
        await using var services = fixture.Shop.BuildDashboard();
        var feed = services.GetRequiredService<DashboardFeed>();
        var seen = NewChannel();
        Assert.Equal(0, feed.Samples);
        using (feed.Join(frame => seen.Writer.TryWrite(frame)))
        {
            await seen.Reader.ReadAsync(Stop);
        }

        var samples = feed.Samples;
        using var timer = new PeriodicTimer(3 * DashboardFeed.Interval);
        await timer.WaitForNextTickAsync(Stop);
        Assert.InRange(feed.Samples, samples, samples + 1); // one may have been under way

        using var again = feed.Join(frame => seen.Writer.TryWrite(frame));
        await seen.Reader.ReadAsync(Stop);
    }

    [Fact]
    public async Task Join_BeyondTheLimit_IsRefused()
    {
        await using var services = fixture.Shop.BuildDashboard(new DashboardOptions { MaxViewers = 1 });
        var feed = services.GetRequiredService<DashboardFeed>();

        using (var first = feed.Join(static _ => { }))
        {
            Assert.NotNull(first);
            Assert.Null(feed.Join(static _ => { }));
        }

        using var next = feed.Join(static _ => { });
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Journal_WhileTheBackgroundPoolIsFull_IsNotReadAndSaysSo()
    {
        await using var services = fixture.Shop.BuildDashboard();
        var reader = services.GetRequiredService<DurableReader>();
        var database = services.GetRequiredService<FrameReader>().Databases[0];
        var pool = database.Pools.Background;
        var leases = new List<ConnectionLease>();
        for (var i = 0; i < pool.Snapshot(0).Size; i++)
        {
            leases.Add(await pool.LeaseAsync(Stop));
        }

        var leasedBefore = pool.Snapshot(0).Leased;
        await reader.ReadAsync(database, Stop);
        Assert.Equal(JournalTrouble.PoolIsFull, reader.Latest(database)?.Trouble);
        Assert.InRange(pool.Snapshot(0).Leased, leasedBefore, leasedBefore + 1); // the service's own worker may poll

        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }

        await reader.ReadAsync(database, Stop);
        Assert.NotNull(reader.Latest(database)?.ReadAt);
    }

    private static Channel<DashboardFrame> NewChannel() => Channel.CreateUnbounded<DashboardFrame>();
}
