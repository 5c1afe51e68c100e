using System.Data.Common;
using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Guards;

namespace Leasehold.Specification.Tests.Attributions;

/// <summary>The driver's own commands are counted as database time, whoever sent them.</summary>
public abstract class AttributionSpecification<TDatabase> : GuardSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private static readonly TimeSpan Asleep = TimeSpan.FromMilliseconds(200);

    /// <summary>A statement that takes 0.2 s on the server.</summary>
    protected abstract string Sleep { get; }

    /// <summary>Whether the driver tells on which session a command runs.</summary>
    protected abstract bool NamesTheSession { get; }

    [Fact]
    public async Task Read_CommandAndCall_AreToldApart()
    {
        var pools = Build();
        using (Flow.Begin("GET /sleepy", Workload.Api))
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            await lease.Connection.ReadAsync(Sleep);
            using (pools.Guard.Call("elsewhere"))
            {
                await PassAsync();
            }
        }

        var usage = Assert.Single(pools.Attribution.Read());
        Assert.Equal(("GET /sleepy", "Api", 1), (usage.Endpoint, usage.Workload, usage.Leases));
        Assert.InRange(usage.Database, Asleep * 0.9, Patience);
        Assert.InRange(usage.External, Asleep * 0.9, Patience);
        var rest = usage.Held - usage.Database - usage.External - usage.Idle;
        Assert.InRange(rest.Duration(), TimeSpan.Zero, Asleep / 100);
        Assert.Equal(usage.Database / usage.Held, usage.Efficiency!.Value, 6);
        Assert.Equal(2 / usage.MeanHold.TotalSeconds, usage.Ceiling!.Value, 6);
    }

    [Fact]
    public async Task Read_WhileALeaseWaitsForACall_CountsWhatItHeldSoFar()
    {
        var pools = Build();
        using (Flow.Begin("GET /quick", Workload.Api))
        {
            await using var lease = await TouchedLeaseAsync(pools.Api);
        }

        using var flow = Flow.Begin("GET /stuck", Workload.Api);
        await using var held = await pools.Api.LeaseAsync(Ended);
        using var call = pools.Guard.Call("elsewhere");
        await PassAsync();

        var worst = pools.Attribution.Read()[0];
        Assert.Equal(("GET /stuck", 0, 1), (worst.Endpoint, worst.Leases, worst.InUse));
        Assert.InRange(worst.External, Asleep * 0.9, worst.Held);
        Assert.Equal((worst.Held, worst.Held), (worst.MeanHold, worst.LongestHold));
        Assert.InRange(pools.Api.Snapshot().MeanHold, Asleep * 0.45, Patience); // of the two leases
    }

    [Fact]
    public async Task Read_LeaseOutsideAnyFlow_IsCountedToItsMethod()
    {
        var pools = Build();
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ReadAsync(Sleep);
        }

        var usage = Assert.Single(pools.Attribution.Read());
        Assert.Equal(nameof(Read_LeaseOutsideAnyFlow_IsCountedToItsMethod), usage.Endpoint);
        Assert.InRange(usage.Database, Asleep * 0.9, Patience);
    }

    [Fact]
    public async Task Read_LeasesSideBySideInOneFlow_EachHasItsOwnCommands()
    {
        var pools = Build();
        using (Flow.Begin("GET /parallel", Workload.Api))
        {
            // Where the driver does not name the session, the lease that was taken last is taken to be at work.
            await using var first = await TouchedLeaseAsync(NamesTheSession ? pools.Api : pools.Background);
            await using var second = await TouchedLeaseAsync(NamesTheSession ? pools.Background : pools.Api);
            await (NamesTheSession ? first : second).Connection.ReadAsync(Sleep);
        }

        var usage = pools.Attribution.Read();
        Assert.InRange(usage.Single(static u => u.Workload == "Api").Database, Asleep * 0.9, Patience);
        Assert.InRange(
            usage.Single(static u => u.Workload == "Background").Database, TimeSpan.Zero, Asleep / 2);
    }

    [Fact]
    public async Task Command_ThatBreaksItsConnectionBesideAnotherLease_FailsWithItsOwnError()
    {
        var pools = Build();
        using (Flow.Begin("GET /broken", Workload.Api))
        {
            await using var broken = await TouchedLeaseAsync(pools.Api);
            await using var other = await TouchedLeaseAsync(pools.Background);
            await Database.KillAsync(Database.Physical(broken.Connection));

            var error = await Assert.ThrowsAnyAsync<Exception>(() => broken.Connection.ReadAsync(Sleep));

            Assert.IsAssignableFrom<DbException>(error);
        }
    }

    [Fact]
    public async Task Holder_WhileACommandRuns_IsInTheDatabaseAndIdleAfterwards()
    {
        var pools = Build();
        using var flow = Flow.Begin("GET /watched", Workload.Api);
        await using var lease = await TouchedLeaseAsync(pools.Api);
        var sleeping = lease.Connection.ReadAsync(Sleep);

        var during = pools.Api.Snapshot().Holders[0].Activity;
        await sleeping;

        Assert.Equal(HolderActivity.Database, during);
        Assert.Equal(HolderActivity.Idle, pools.Api.Snapshot().Holders[0].Activity);
    }

    [Fact]
    public async Task Measuring_TracesOfTheApplication_AreLeftAlone()
    {
        var pools = Build();
        using var flow = Flow.Begin("GET /untraced", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);
        await lease.Connection.ReadAsync("SELECT 1");

        Assert.Null(Activity.Current);
        using var own = new Activity("own").Start();
        await lease.Connection.ReadAsync("SELECT 1");
        Assert.Same(own, Activity.Current);
        Assert.False(own.Recorded);
    }

    private static async Task PassAsync()
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt) < Asleep)
        {
            await Task.Delay(Asleep, Ended); // time has to pass in the call, on a real clock
        }
    }
}
