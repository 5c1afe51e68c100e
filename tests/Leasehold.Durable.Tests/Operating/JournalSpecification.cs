using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

/// <summary>The table itself: made once, kept clean, and resumed from by hand.</summary>
public abstract class JournalSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Schema_ManyInstancesAtOnce_IsMadeOnce()
    {
        await FrozenAsync();
        await Database.ExecuteAsync($"DROP TABLE {JournalTable}");
        var instances = Enumerable.Range(0, 8).Select(_ => Build()).ToList();

        await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.StartAsync(), Ended)))
            .WaitAsync(Patience, Ended);

        Assert.True((await instances[0].RunAsync(1)).IsCompleted);
    }

    [Fact]
    public async Task Retention_Over_RemovesTheCompletedOnly()
    {
        var instance = await StartAsync(options =>
        {
            options.Retention = TimeSpan.Zero;
            options.RetentionInterval = TimeSpan.FromMilliseconds(50);
            options.Operations[Kind].MaxAttempts = 1;
        });
        await instance.RunAsync(1);
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome<string>.Unknown("no answer"));
        await instance.RunAsync(2);

        await Eventually.EqualAsync(0, () => CountAsync(DurableState.Completed), Patience);

        Assert.Equal(1, await CountAsync(DurableState.Dead));
    }

    [Fact]
    public async Task Retention_NotOver_KeepsTheCompleted()
    {
        var instance = await StartAsync(static options => options.RunsWorker = false);
        var run = await instance.RunAsync(1);

        var due = (await instance.Operations.FindAsync(run.Id, Ended))!.DueAt;

        Assert.InRange(due - DateTimeOffset.UtcNow, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7.1));
    }

    [Fact]
    public async Task Resume_WaitsForItsNextAttempt_IsAskedForNow()
    {
        var instance = await StartAsync(options =>
            (options.Operations[Kind].FirstPause, options.Operations[Kind].LongestPause)
                = (TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome<string>.Unknown("no answer"));
        var run = await instance.RunAsync(1);
        Assert.True(run.IsPending);

        var resumed = await instance.Operations.ResumeAsync(instance.Charge, run.Id, cancellationToken: Ended);

        Assert.Equal("paid", resumed.Result);
        Assert.Single(instance.Charge.Questions);
    }

    [Fact]
    public async Task Resume_SomebodyRunsIt_IsPending()
    {
        var instance = await StartAsync();
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        instance.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var id = Guid.CreateVersion7();
        var running = instance.RunAsync(1, id);
        await Eventually.TrueAsync(() => instance.Charge.Calls.Count == 1, "it runs");

        var resumed = await instance.Operations.ResumeAsync(instance.Charge, id, cancellationToken: Ended);
        mayAnswer.SetResult();

        Assert.True(resumed.IsPending);
        Assert.True((await running).IsCompleted);
        var after = await instance.Operations.ResumeAsync(instance.Charge, id, cancellationToken: Ended);
        Assert.Equal(DurableRunStatus.CompletedElsewhere, after.Status);
    }

    [Fact]
    public async Task Resume_NoSuchOperation_IsMissing()
    {
        var instance = await StartAsync();

        var run = await instance.Operations.ResumeAsync(instance.Charge, Guid.NewGuid(), cancellationToken: Ended);

        Assert.Equal(DurableRunStatus.Missing, run.Status);
    }

    [Fact]
    public async Task Add_WithADelay_WaitsForIt()
    {
        var instance = await StartAsync(static options => options.RunsWorker = false);
        var start = new DurableStart<ChargeArgs>(new ChargeArgs(1));

        await instance.Pools.InSessionAsync(
            (session, token) => instance.Operations.AddAsync(
                session, instance.Charge, start, TimeSpan.FromHours(1), token),
            Ended);

        var row = (await instance.Operations.FindAsync(start.Id, Ended))!;
        Assert.Equal((0, 0L, null, null), (row.Attempt, row.Epoch, row.Owner, row.LastCallAt));
        Assert.InRange(row.DueAt - row.PreparedAt, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task Add_SessionRollsBack_IsNeverRun()
    {
        var instance = await StartAsync();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                await instance.Operations.AddAsync(
                    session,
                    instance.Charge,
                    new DurableStart<ChargeArgs>(new ChargeArgs(1)),
                    cancellationToken: token);
                throw new InvalidTimeZoneException();
            },
            Ended));

        Assert.Equal(0, await CountAsync(DurableState.Prepared));
        Assert.Empty(instance.Charge.Calls);
    }
}
