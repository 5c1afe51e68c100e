using System.Diagnostics;
using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Recovery;

/// <summary>What one instance leaves, another finishes; and nobody finishes what somebody is at.</summary>
public abstract class TakeOverSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task TakeOver_OwnerGivesNoSignOfLife_IsFinishedWithinTwoLeases()
    {
        var gone = await FrozenAsync(ShortClaim);
        var never = NewSignal();
        gone.Charge.OnCall = async (_, _) =>
        {
            await never.Task;
            return "paid";
        };
        var other = await StartAsync(ShortClaim);
        var began = Stopwatch.GetTimestamp();

        _ = gone.RunAsync(1);
        await CompletedAsync(1);

        var took = Stopwatch.GetElapsedTime(began);
        Assert.InRange(took, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1200));
        Assert.Equal(1, await CountAsync("paid"));
        Assert.Empty(other.Charge.Calls);
        Assert.Single(other.Charge.Questions);
    }

    [Fact]
    public async Task TakeOver_OwnerWakesUpLater_ItsSaveTouchesNothing()
    {
        var frozen = await FrozenAsync(ShortClaim);
        var mayAnswer = NewSignal();
        frozen.Charge.OnCall = async (_, _) =>
        {
            await mayAnswer.Task;
            return "late";
        };
        var saves = 0;
        frozen.Charge.BeforeSave = _ =>
        {
            saves++;
            return Task.CompletedTask;
        };
        await StartAsync(ShortClaim);
        var running = frozen.RunAsync(1);
        await CompletedAsync(1);

        mayAnswer.SetResult();
        var run = await running.WaitAsync(Patience, Ended);

        Assert.Equal(DurableRunStatus.CompletedElsewhere, run.Status);
        Assert.Equal(0, saves);
        Assert.Equal((1, 0), (await CountAsync("paid"), await CountAsync("late")));
    }

    [Fact]
    public async Task TakeOver_OwnerWakesUpWhileTheOtherRuns_ItsSaveTouchesNothing()
    {
        var frozen = await FrozenAsync(ShortClaim);
        var mayAnswer = NewSignal();
        frozen.Charge.OnCall = async (_, _) =>
        {
            await mayAnswer.Task;
            return "late";
        };
        var other = await StartAsync(ShortClaim);
        var mayTell = NewSignal();
        other.Charge.OnQuestion = async (_, token) =>
        {
            await mayTell.Task.WaitAsync(token);
            return Reconciled<string>.FromReply("paid");
        };
        var running = frozen.RunAsync(1);
        await Eventually.TrueAsync(() => other.Charge.Questions.Count == 1, "the other has it", Patience);

        mayAnswer.SetResult();
        var run = await running.WaitAsync(Patience, Ended);
        Assert.True(run.IsPending);
        mayTell.SetResult();

        await CompletedAsync(1);
        Assert.Equal(1, await CountAsync("paid"));
    }

    [Fact]
    public async Task TakeOver_TheCallNeverArrived_IsMadeAgainWithTheSameId()
    {
        var gone = await FrozenAsync(ShortClaim);
        var never = NewSignal();
        gone.Charge.OnCall = async (_, _) =>
        {
            await never.Task;
            return "paid";
        };
        var other = await StartAsync(ShortClaim);
        other.Charge.OnQuestion = static (_, _) => Task.FromResult(Reconciled<string>.NeverArrived());

        _ = gone.RunAsync(1);
        await CompletedAsync(1);

        var first = Assert.Single(gone.Charge.Calls);
        var second = Assert.Single(other.Charge.Calls);
        Assert.Equal((first.Id, 2, first.Args), (second.Id, second.Attempt, second.Args));
        Assert.InRange(second.SinceLastCall!.Value, TimeSpan.FromMilliseconds(500), Patience);
    }

    [Fact]
    public async Task Heartbeat_CallOutlastsTheLease_NobodyTakesOver()
    {
        var owner = await StartAsync(ShortClaim);
        owner.Charge.OnCall = static async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), token); // more than three claims
            return "paid";
        };
        var other = await StartAsync(ShortClaim);

        var run = await owner.RunAsync(1);

        Assert.True(run.IsCompleted);
        Assert.Empty(other.Charge.Questions);
        Assert.Empty(owner.Charge.Questions);
        Assert.Equal(1, (await owner.Operations.FindAsync(run.Id, Ended))!.Epoch);
    }

    [Fact]
    public async Task Worker_TwoInstances_RunEachOperationOnce()
    {
        const int Count = 200;
        var one = await StartAsync();
        var two = await StartAsync();

        await one.AddAsync(1, Count);
        one.Operations.Wake();
        await CompletedAsync(Count);

        Assert.Equal(Count, one.Charge.Calls.Count + two.Charge.Calls.Count);
        Assert.Equal(Count, await CountAsync("paid"));
        Assert.Empty(one.Charge.Questions);
        Assert.Empty(two.Charge.Questions);
    }

    [Fact]
    public async Task Worker_Works_LeasesFromBackgroundOnly()
    {
        var instance = await StartAsync();
        await instance.AddAsync(1, 10); // itself from Api, with one lease
        var api = instance.Pools.Api.Snapshot().Leased;
        instance.Operations.Wake();

        await CompletedAsync(10);

        Assert.Equal(api, instance.Pools.Api.Snapshot().Leased);
        Assert.NotEqual(0, instance.Pools.Background.Snapshot().Leased);
    }

    [Fact]
    public async Task Worker_ManyAreDue_RunsNoMoreThanItsConcurrency()
    {
        var instance = await StartAsync(static options => options.MaxConcurrency = 3);
        var (now, most) = (0, 0);
        instance.Charge.OnCall = async (_, token) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            await Task.Delay(10, token); // long enough for others to start
            Interlocked.Decrement(ref now);
            return "paid";
        };

        await instance.AddAsync(1, 30);
        instance.Operations.Wake();
        await CompletedAsync(30);

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Stop_CallsAreRunning_HandsThemBack()
    {
        var stopping = await StartAsync();
        var never = NewSignal();
        stopping.Charge.OnCall = async (_, _) =>
        {
            await never.Task;
            return "paid";
        };
        _ = stopping.RunAsync(1);
        await Eventually.TrueAsync(() => stopping.Charge.Calls.Count == 1, "it runs");
        var other = await StartAsync();

        await stopping.StopAsync();
        await CompletedAsync(1, TimeSpan.FromSeconds(5)); // of a claim of 30 s

        Assert.Single(other.Charge.Questions);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
