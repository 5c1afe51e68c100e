using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Recovery;

/// <summary>What one instance leaves, another finishes; and nobody finishes what somebody is at.</summary>
public abstract class TakeOverSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int FencedEvent = 3005;

    [Fact]
    public async Task TakeOver_OwnerGivesNoSignOfLife_IsFinishedOnceItsClaimHasEnded()
    {
        var gone = await FrozenAsync(ShortClaim);
        var never = NewSignal();
        gone.Charge.OnCall = async (_, _) =>
        {
            await never.Task;
            return "paid";
        };
        var other = await StartAsync(ShortClaim);

        _ = gone.RunAsync(1);
        await CompletedAsync(1);

        Assert.Equal(1, await CountAsync("paid"));
        Assert.Empty(other.Charge.Calls);

        // By the database's clock, which says milliseconds on SQLite: not before the claim had ended.
        var question = Assert.Single(other.Charge.Questions);
        Assert.InRange(question.SinceLastCall!.Value, TimeSpan.FromMilliseconds(598), Patience);
    }

    [Fact]
    public async Task TakeOver_WorkerIsFrozenBetweenClaimAndCall_DoesNotCall()
    {
        var writer = await FrozenAsync();
        var claimed = NewSignal();
        var mayGoOn = NewSignal();
        var frozen = await StartAsync(ShortClaim, durable => durable.Services.AddLeaseholdFaults(async (step, _) =>
        {
            if (step == "claim.updated" && claimed.TrySetResult())
            {
                await Task.Yield();
            }
            else if (step == "claim.committed" && claimed.Task.IsCompleted)
            {
                await mayGoOn.Task; // whatever its token says: the process stands still
            }
        }));
        await writer.AddAsync(1, 1);
        await claimed.Task.WaitAsync(Patience, Ended);
        var other = Build(ShortClaim);
        other.Charge.OnQuestion = static (_, _) => Task.FromResult(Reconciled<string>.NeverArrived());
        await other.StartAsync();
        await CompletedAsync(1);

        mayGoOn.SetResult();
        await frozen.Logs.FirstAsync(FencedEvent);

        Assert.Empty(frozen.Charge.Calls);
        Assert.Single(other.Charge.Calls);
        Assert.Equal(1, await CountAsync("paid"));
    }

    [Fact]
    public async Task TakeOver_InstancesWhoseClocksDiffer_LeaveEachOtherAlone()
    {
        var ahead = await SkewedAsync(TimeSpan.FromMinutes(1));
        var behind = await SkewedAsync(TimeSpan.FromMinutes(-1));

        await ahead.AddAsync(1, 40);
        await behind.AddAsync(41, 40);
        await CompletedAsync(80);

        var calls = ahead.Charge.Calls.Concat(behind.Charge.Calls).Select(static call => call.Id).ToList();
        Assert.Equal((80, 80), (calls.Count, calls.Distinct().Count()));
        Assert.Empty(ahead.Charge.Questions.Concat(behind.Charge.Questions));
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
        // Long enough that no pause of a busy machine ends it between two heartbeats.
        static void Configure(DurableOptions options) => options.Claim = TimeSpan.FromSeconds(3);
        var owner = await StartAsync(Configure);
        var mayAnswer = NewSignal();
        owner.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var other = await StartAsync(Configure);
        var running = owner.RunAsync(1);
        await Eventually.TrueAsync(
            async () => await Database.ReadAsync(
                $"SELECT count(*) FROM {JournalTable} WHERE kind = '{Kind}' AND due_us - prepared_us > 7000000") == 1
                || !other.Charge.Questions.IsEmpty,
            "its claim is renewed after it would have ended",
            Patience);

        mayAnswer.SetResult();
        var run = await running;

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
        await CompletedAsync(1); // long before its claim of 30 s would end

        Assert.Single(other.Charge.Questions);
    }

    [Fact]
    public async Task Stop_MoreOftenThanItHasAttempts_BuriesNothing()
    {
        var stuck = Guid.CreateVersion7();
        for (var deployment = 1; deployment <= 4; deployment++)
        {
            // One is cut off where it is, the other one listens to its token.
            var stopping = Build(options => options.Operations[Kind].MaxAttempts = 2);
            stopping.Charge.OnCall = static async (call, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, call.Args.Row == 1 ? CancellationToken.None : token);
                return "paid";
            };
            stopping.Charge.OnQuestion = static (_, _) => Task.FromResult(Reconciled<string>.NeverArrived());
            await stopping.StartAsync();
            if (deployment == 1)
            {
                var started = stopping.RunAsync(1, stuck, new DurableRunOptions { WaitLimit = TimeSpan.Zero });
                await stopping.AddAsync(2, 1);
                await started;
            }

            stopping.Operations.Wake();
            await Eventually.TrueAsync(() => stopping.Charge.Calls.Count == 2, $"deployment {deployment}", Patience);
            await stopping.StopAsync();
        }

        var last = await StartAsync(options => options.Operations[Kind].MaxAttempts = 2);
        await CompletedAsync(2);

        Assert.Equal((2, 0), (await CountAsync("paid"), await CountAsync(DurableState.Dead)));
        Assert.Equal(1, (await last.Operations.FindAsync(stuck, Ended))!.Attempt);
    }

    private Task<Instance> SkewedAsync(TimeSpan by)
        => StartAsync(more: durable => durable.Services.AddSingleton<TimeProvider>(new SkewedTime(by)));

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
