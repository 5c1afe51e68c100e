using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Running;

/// <summary>An operation that its own caller runs.</summary>
public abstract class RunSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Run_CallSucceeds_SavesAndCompletes()
    {
        var instance = await StartAsync();
        var id = Guid.CreateVersion7();

        var run = await instance.RunAsync(1, id);

        Assert.Equal((id, DurableRunStatus.Completed, "paid"), (run.Id, run.Status, run.Result));
        Assert.Equal(1, await CountAsync("paid"));
        var row = await instance.Operations.FindAsync(id, Ended);
        Assert.Equal((DurableState.Completed, 1, 1L, null), (row!.State, row.Attempt, row.Epoch, row.Owner));
        var call = Assert.Single(instance.Charge.Calls);
        Assert.Equal((id, 1, null), (call.Id, call.Attempt, call.SinceLastCall));
        Assert.Empty(instance.Charge.Questions);
    }

    [Fact]
    public async Task Run_Completed_KeepsNoArguments()
    {
        var instance = await StartAsync();

        await instance.RunAsync(1);

        Assert.Equal(1, await Database.ReadAsync(
            $"SELECT count(*) FROM {JournalTable} WHERE kind = '{Kind}' AND args IS NULL"));
    }

    [Fact]
    public async Task Run_CallDeclines_SavesThat()
    {
        var instance = await StartAsync();
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome<string>.Declined("no money"));

        var run = await instance.RunAsync(1);

        Assert.Equal("declined: no money", run.Result);
        await CompletedAsync(1);
    }

    [Fact]
    public async Task Run_DuringTheCall_HasCommittedAndHoldsNothing()
    {
        var instance = await StartAsync();
        (long Pending, int InUse) seen = default;
        instance.Charge.OnCall = async (_, _) =>
        {
            seen = (await CountAsync("pending"), instance.Pools.Api.Snapshot().InUse);
            return "paid";
        };

        await instance.RunAsync(1);

        Assert.Equal((1, 0), seen);
    }

    [Fact]
    public async Task Run_PrepareThrows_LeavesNothing()
    {
        var instance = await StartAsync();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => instance.Operations.RunAsync(
            instance.Charge,
            async (session, token) =>
            {
                await instance.PrepareAsync(1, null)(session, token);
                throw new InvalidTimeZoneException();
            },
            cancellationToken: Ended));

        Assert.Equal(0, await CountAsync("pending"));
        Assert.Equal(0, await CountAsync(DurableState.Prepared));
        Assert.Empty(instance.Charge.Calls);
    }

    [Fact]
    public async Task Run_TheIdExists_IsRefusedWithTheRowsOfStageOne()
    {
        var instance = await StartAsync();
        var first = await instance.RunAsync(1);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => instance.RunAsync(2, first.Id));

        Assert.Equal(0, await CountAsync("pending"));
        Assert.Single(instance.Charge.Calls);
    }

    [Fact]
    public async Task RunOnce_StageOneEndsIt_WritesNoOperation()
    {
        var instance = await StartAsync();

        var run = await instance.Operations.RunOnceAsync(
            instance.Charge,
            static (_, _) => Task.FromResult(
                Preparation<DurableStart<ChargeArgs>, string>.Finish("as before")),
            cancellationToken: Ended);

        Assert.Equal("as before", run.Result);
        Assert.Equal(0, await Database.ReadAsync(
            $"SELECT count(*) FROM {JournalTable} WHERE kind = '{Kind}'"));
        Assert.Empty(instance.Charge.Calls);
    }

    [Fact]
    public async Task Run_CallerGoesAwayDuringTheCall_CancelsNeitherCallNorSave()
    {
        var instance = await StartAsync();
        using var caller = new CancellationTokenSource();
        var mayAnswer = NewSignal();
        instance.Charge.OnCall = async (_, token) =>
        {
            await caller.CancelAsync();
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };

        var run = await instance.RunAsync(1, cancellationToken: caller.Token);
        Assert.True(run.IsPending);
        mayAnswer.SetResult();

        await CompletedAsync(1);
        Assert.Equal(1, await CountAsync("paid"));
    }

    [Fact]
    public async Task Run_CallOutlastsTheWaitLimit_IsPendingAndCompletesLater()
    {
        var instance = await StartAsync();
        var mayAnswer = NewSignal();
        instance.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };

        var run = await instance.RunAsync(
            1, options: new DurableRunOptions { WaitLimit = TimeSpan.FromMilliseconds(50) });
        Assert.True(run.IsPending);
        Assert.Throws<InvalidOperationException>(() => run.Result);
        mayAnswer.SetResult();

        await CompletedAsync(1);
    }

    [Fact]
    public async Task Run_CallLeasesAConnection_Throws()
    {
        var instance = await StartAsync();
        instance.Charge.OnCall = async (_, token) =>
        {
            await using var lease = await instance.Pools.Api.LeaseAsync(token);
            return "paid";
        };

        await Assert.ThrowsAsync<StageViolationException>(() => instance.RunAsync(1));

        await CompletedAsync(1); // asked for by the worker
    }

    [Fact]
    public async Task Run_GuardStopsTheCall_ThrowsAndIsAskedForLater()
    {
        var instance = await StartAsync(more: static durable =>
            durable.Services.Configure<GuardOptions>(static guard => guard.Mode = GuardMode.Throw));
        var guard = instance.Services.GetRequiredService<ExternalCallGuard>();
        instance.Charge.OnCall = (_, _) =>
        {
            using var call = guard.Call("bank");
            return Task.FromResult(CallOutcome.Succeeded("paid"));
        };

        // Its caller holds a connection, so the guard stops the call before it begins.
        await using (await instance.Pools.Batch.LeaseAsync(Ended))
        {
            await Assert.ThrowsAsync<ExternalCallException>(() => instance.RunAsync(1));
        }

        await CompletedAsync(1);
    }

    [Fact]
    public async Task Run_CallThrowsARefusal_SavesThat()
    {
        var instance = await StartAsync();
        instance.Charge.OnCall = static (_, _) => throw new CallDeclinedException("no money");

        var run = await instance.RunAsync(1);

        Assert.Equal("declined: no money", run.Result);
    }

    [Fact]
    public async Task Run_CallDoesNotListenToItsToken_IsUnknownAtItsBound()
    {
        var instance = await StartAsync(options =>
            options.Operations[Kind].CallTimeout = TimeSpan.FromMilliseconds(100));
        var never = NewSignal();
        instance.Charge.OnCall = async (_, _) =>
        {
            await never.Task;
            return "paid";
        };

        var run = await instance.RunAsync(1).WaitAsync(Patience, Ended);

        Assert.Equal((DurableRunStatus.Pending, "timeout"), (run.Status, run.Reason));
    }

    [Fact]
    public async Task Run_OutcomeUnknown_SaysSoAndAsksBeforeItSaves()
    {
        var instance = await StartAsync();
        var mayTell = NewSignal();
        instance.Charge.OnCall = static (_, _) => throw new IOException("reset");
        instance.Charge.OnQuestion = async (_, _) =>
        {
            await mayTell.Task;
            return Reconciled<string>.FromReply("paid");
        };

        var run = await instance.RunAsync(1);
        Assert.Equal((DurableRunStatus.Pending, nameof(IOException)), (run.Status, run.Reason));
        Assert.Equal(1, await CountAsync("unknown"));
        mayTell.SetResult();

        await CompletedAsync(1);
        Assert.Equal(1, await CountAsync("paid"));
        Assert.Single(instance.Charge.Calls);
        var question = Assert.Single(instance.Charge.Questions);
        Assert.Equal((run.Id, 2), (question.Id, question.Attempt));
        Assert.NotNull(question.SinceLastCall);
    }

    [Fact]
    public async Task Run_ReasonThatNoDatabaseStores_IsKeptAllTheSame()
    {
        // Not as inline data: half a pair does not survive a compiled attribute either.
        const string Reason = "\uD83D\uDE00 no\0answer \uDE00\uD83D";
        const string Kept = "\uD83D\uDE00 no\uFFFDanswer \uFFFD\uFFFD";
        var instance = await StartAsync(static options => options.RunsWorker = false);
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome.Unknown<string>(Reason));

        var run = await instance.RunAsync(1);
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome.Declined<string>(Reason));
        var declined = await instance.RunAsync(2);

        Assert.Equal(1, await CountAsync("unknown"));
        Assert.Equal(Kept, (await instance.Operations.FindAsync(run.Id, Ended))!.Reason);
        Assert.Equal($"declined: {Kept}", declined.Result);
    }

    [Fact]
    public async Task Run_ReasonIsLong_IsCutBetweenPairs()
    {
        var instance = await StartAsync(static options => options.RunsWorker = false);
        var start = new string('x', 499);
        instance.Charge.OnCall = (_, _) => Task.FromResult(CallOutcome.Unknown<string>(start + "\uD83D\uDE00"));

        var run = await instance.RunAsync(1);

        Assert.Equal(start, (await instance.Operations.FindAsync(run.Id, Ended))!.Reason);
    }

    [Fact]
    public async Task Run_SaveThrows_RollsBackAndAsksAgain()
    {
        var instance = await StartAsync();
        var failures = 1;
        instance.Charge.BeforeSave = async session =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
            {
                await session.ExecuteAsync($"UPDATE {Table} SET body = 'half'", Ended);
                throw new InvalidTimeZoneException();
            }
        };

        var run = await instance.RunAsync(1);
        Assert.True(run.IsPending);

        await CompletedAsync(1);
        Assert.Equal(1, await CountAsync("paid"));
        Assert.Single(instance.Charge.Calls);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
