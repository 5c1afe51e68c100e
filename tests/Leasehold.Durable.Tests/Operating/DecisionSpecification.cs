using Leasehold.Durable.Tests.Instances;
using Leasehold.Durable.Tests.Working;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Operating;

/// <summary>What people decide about operations and kinds, and what they are told of them.</summary>
public abstract class DecisionSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int KindUnknownEvent = 3018;

    [Fact]
    public async Task Cancel_NobodyHasCalledIt_IsNeverRun()
    {
        var instance = await FrozenAsync();
        var id = await AddAsync(instance, 1);

        Assert.True(await instance.Operations.CancelAsync(id, Ended));
        Assert.False(await instance.Operations.CancelAsync(id, Ended));
        await instance.StartAsync();
        await instance.AddAsync(2, 1);
        await CompletedAsync(1);

        Assert.DoesNotContain(id, instance.Charge.Calls.Select(static call => call.Id));
        var row = (await instance.Operations.FindAsync(id, Ended))!;
        Assert.Equal((DurableState.Cancelled, null), (row.State, row.Owner));
        var resumed = await instance.Operations.ResumeAsync(instance.Charge, id, cancellationToken: Ended);
        Assert.Equal(DurableRunStatus.Cancelled, resumed.Status);
    }

    [Fact]
    public async Task Cancel_WithTheOwnRows_IsOneTransaction()
    {
        var instance = await FrozenAsync();
        var id = await AddAsync(instance, 1);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                Assert.True(await instance.Operations.CancelAsync(session, id, token));
                throw new InvalidTimeZoneException();
            },
            Ended));

        Assert.Equal(1, await CountAsync(DurableState.Prepared));
    }

    [Fact]
    public async Task Cancel_ItIsCalledOrOver_IsRefused()
    {
        var instance = await StartAsync();
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var id = await AddAsync(instance, 1);
        instance.Operations.Wake();
        await Eventually.TrueAsync(() => instance.Charge.Calls.Count == 1, "it is called", Patience);

        Assert.False(await instance.Operations.CancelAsync(id, Ended));
        mayAnswer.SetResult();
        await CompletedAsync(1);

        Assert.False(await instance.Operations.CancelAsync(id, Ended));
        Assert.False(await instance.Operations.CancelAsync(Guid.NewGuid(), Ended));
    }

    [Fact]
    public async Task Purge_OfAKind_RemovesWhatHasEndedAndNothingElse()
    {
        var instance = await StartAsync(options =>
        {
            options.RunsWorker = false;
            options.Operations[Kind].MaxAttempts = 1;
        });
        await instance.RunAsync(1);
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome.Unknown<string>("no answer"));
        await instance.RunAsync(2);
        await instance.AddAsync(3, 2);

        Assert.Equal(0, await instance.Operations.PurgeAsync(
            DurableState.Dead, TimeSpan.FromHours(1), Kind, Ended));
        Assert.Equal(1, await instance.Operations.PurgeAsync(DurableState.Dead, kind: Kind, cancellationToken: Ended));
        Assert.Equal(
            1, await instance.Operations.PurgeAsync(DurableState.Completed, kind: Kind, cancellationToken: Ended));

        Assert.Equal(2, await CountAsync(DurableState.Prepared));
        Assert.Equal((0, 0), (await CountAsync(DurableState.Dead), await CountAsync(DurableState.Completed)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => instance.Operations.PurgeAsync(DurableState.Prepared, cancellationToken: Ended));
    }

    [Fact]
    public async Task Pause_OfAKind_HoldsTheWorkersOfAllInstances()
    {
        var one = await StartAsync(more: durable => durable.AddOperation<SlowOperation>($"{Kind}-slow"));
        var two = await StartAsync();
        var slow = one.Services.GetRequiredService<SlowOperation>();
        slow.Answer();

        Assert.True(await two.Operations.PauseKindAsync(Kind, "the bank is closed\0", Ended));
        Assert.False(await one.Operations.PauseKindAsync(Kind, cancellationToken: Ended));
        await one.AddAsync(1, 3);
        var other = new DurableStart<int>(1);
        await one.Pools.InSessionAsync(
            (session, token) => one.Operations.AddAsync(session, slow, other, cancellationToken: token), Ended);
        one.Operations.Wake();
        await Eventually.TrueAsync(
            async () => (await one.Operations.FindAsync(other.Id, Ended))!.State == DurableState.Completed,
            "the other kind goes on",
            Patience);

        var kind = (await one.Operations.ListKindsAsync(Ended)).Single(found => found.Kind == Kind);
        Assert.Equal((true, true, 3), (kind.IsRegistered, kind.IsPaused, kind.Prepared));
        Assert.Equal("the bank is closed\uFFFD", kind.PauseReason);
        Assert.Empty(one.Charge.Calls.Concat(two.Charge.Calls));
        Assert.True(await one.Operations.ResumeKindAsync(Kind, Ended));
        Assert.False(await two.Operations.ResumeKindAsync(Kind, Ended));

        await CompletedAsync(3);
    }

    [Fact]
    public async Task Progress_OfACall_IsReadByAnyInstance()
    {
        var instance = await StartAsync(static options => options.ProgressInterval = TimeSpan.FromMilliseconds(20));
        var other = await FrozenAsync();
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Charge.OnCall = async (call, token) =>
        {
            call.ReportProgress(0.25, "first");
            call.ReportProgress(0.5, "half \0" + new string('x', 300));
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var id = Guid.CreateVersion7();
        var running = instance.RunAsync(1, id);

        await Eventually.TrueAsync(
            async () => await other.Operations.FindAsync(id, Ended) is { Progress.Fraction: 0.5 },
            "it says that half is done",
            Patience);
        var note = (await other.Operations.FindAsync(id, Ended))!.Progress!.Note!;
        mayAnswer.SetResult();

        Assert.Equal(("half \uFFFDxx", 200), (note[..8], note.Length));
        Assert.True((await running).IsCompleted);
    }

    [Fact]
    public async Task Progress_AFaultWhileItIsWritten_IsWrittenLater()
    {
        var faults = 1;
        var instance = await StartAsync(
            static options => options.ProgressInterval = TimeSpan.FromMilliseconds(20),
            durable => durable.Services.AddLeaseholdFaults((step, _) =>
                step == "progress.before" && Interlocked.Decrement(ref faults) >= 0
                    ? throw new InvalidTimeZoneException()
                    : Task.CompletedTask));
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Charge.OnCall = async (call, token) =>
        {
            call.ReportProgress(0.5);
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var id = Guid.CreateVersion7();
        var running = instance.RunAsync(1, id);

        await Eventually.TrueAsync(
            async () => await instance.Operations.FindAsync(id, Ended) is { Progress.Fraction: 0.5 },
            "the only word is written",
            Patience);
        mayAnswer.SetResult();
        await running;
    }

    [Fact]
    public async Task Progress_OfALateOwner_IsNotWritten()
    {
        var late = await FrozenAsync(ShortClaim);
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        DurableCall<ChargeArgs>? lateCall = null;
        late.Charge.OnCall = async (call, token) =>
        {
            lateCall = call;
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var id = Guid.CreateVersion7();
        var running = late.RunAsync(1, id);
        var present = Build(static options =>
        {
            ShortClaim(options);
            options.ProgressInterval = TimeSpan.FromMilliseconds(20);
        });
        present.Charge.OnQuestion = async (call, token) =>
        {
            call.ReportProgress(0.75);
            await mayAnswer.Task.WaitAsync(token);
            return Reconciled<string>.FromReply("paid");
        };
        await present.StartAsync();
        await Eventually.TrueAsync(
            async () => await present.Operations.FindAsync(id, Ended) is { Progress.Fraction: 0.75 },
            "the present owner's word is written",
            Patience);

        // The late one comes to, and writes down what its call says, as its loop does every interval.
        lateCall!.ReportProgress(0.25);
        var fenced = await late.Pools.InSessionAsync(
            (session, token) => late.Operations.Journal.ReportAsync(
                session, lateCall.Claim!, lateCall.Claim!.TakeProgress()!, token),
            Ended);

        Assert.False(fenced);
        Assert.Equal(0.75, (await present.Operations.FindAsync(id, Ended))!.Progress!.Fraction);
        mayAnswer.SetResult();
        await running;
    }

    [Fact]
    public async Task Purge_OfEverythingWhileOneIsCalled_LeavesThatOne()
    {
        var instance = await StartAsync();
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var id = await AddAsync(instance, 1);
        instance.Operations.Wake();
        await Eventually.TrueAsync(() => instance.Charge.Calls.Count == 1, "it is called", Patience);

        foreach (var state in new[] { DurableState.Completed, DurableState.Dead, DurableState.Cancelled })
        {
            Assert.Equal(0, await instance.Operations.PurgeAsync(state, kind: Kind, cancellationToken: Ended));
        }

        mayAnswer.SetResult();
        await CompletedAsync(1);
        Assert.Equal(1, await CountAsync("paid"));
        Assert.Equal(id, Assert.Single(instance.Charge.Calls).Id);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public async Task Progress_IsNoPart_IsRefused(double fraction)
    {
        var instance = await StartAsync(static options => options.RunsWorker = false);
        instance.Charge.OnCall = (call, _) =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => call.ReportProgress(fraction));
            return Task.FromResult(CallOutcome.Succeeded("paid"));
        };

        Assert.True((await instance.RunAsync(1)).IsCompleted);
    }

    [Fact]
    public async Task Kind_NobodyHasRegistered_IsSaidOnceAndListed()
    {
        var stranger = $"{Kind}-gone";
        var writer = await FrozenAsync();
        await AddAsync(writer, 1);
        await Database.ExecuteAsync($"UPDATE {JournalTable} SET kind = '{stranger}' WHERE kind = '{Kind}'");

        var instance = await StartAsync(
            static options => options.RetentionInterval = TimeSpan.FromMilliseconds(20));
        await Eventually.TrueAsync(() => Said(instance, stranger) == 1, "it is said", Patience);
        await instance.RunAsync(2);

        var kinds = await instance.Operations.ListKindsAsync(Ended);
        Assert.False(kinds.Single(kind => kind.Kind == stranger).IsRegistered);
        Assert.True(kinds.Single(kind => kind.Kind == Kind).IsRegistered);
        Assert.Equal(1, Said(instance, stranger));
    }

    private static int Said(Instance instance, string kind)
        => instance.Logs.Of(KindUnknownEvent).Count(line => line.Contains(kind, StringComparison.Ordinal));

    private static async Task<Guid> AddAsync(Instance instance, int row)
    {
        var id = Guid.CreateVersion7();
        await instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                var start = await instance.PrepareAsync(row, id)(session, token);
                await instance.Operations.AddAsync(session, instance.Charge, start, cancellationToken: token);
            },
            Ended);
        return id;
    }
}
