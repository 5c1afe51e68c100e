using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

/// <summary>Operations whose outcome nobody could find out.</summary>
public abstract class DeadLetterSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Attempts_UsedUp_MakeADeadLetterThatSaysWhy()
    {
        var instance = await StartAsync(options => options.Operations[Kind].MaxAttempts = 3);
        StayUnknown(instance);

        var run = await instance.RunAsync(1);
        await DeadAsync(1);

        var letter = Assert.Single(await DeadOfKindAsync(instance));
        Assert.Equal((run.Id, 3, "no answer", null), (letter.Id, letter.Attempt, letter.Reason, letter.Owner));
        Assert.Equal(1, await CountAsync("abandoned"));
        Assert.Equal((1, 2), (instance.Charge.Calls.Count, instance.Charge.Questions.Count));
    }

    [Fact]
    public async Task Attempts_OneAllowed_TellsTheCaller()
    {
        var instance = await StartAsync(options => options.Operations[Kind].MaxAttempts = 1);
        StayUnknown(instance);

        var run = await instance.RunAsync(1);

        Assert.Equal((DurableRunStatus.Dead, "no answer"), (run.Status, run.Reason));
    }

    [Fact]
    public async Task Redrive_DeadLetter_AsksAgainAndCompletes()
    {
        var instance = await StartAsync(options => options.Operations[Kind].MaxAttempts = 1);
        StayUnknown(instance);
        var run = await instance.RunAsync(1);
        instance.Charge.OnQuestion = static (_, _) => Task.FromResult(Reconciled<string>.FromReply("paid"));

        Assert.True(await instance.Operations.RedriveAsync(run.Id, Ended));
        await CompletedAsync(1);

        Assert.Single(instance.Charge.Calls);
        Assert.Equal(1, await CountAsync("paid"));
        Assert.False(await instance.Operations.RedriveAsync(run.Id, Ended));
        Assert.False(await instance.Operations.RedriveAsync(Guid.NewGuid(), Ended));
    }

    [Fact]
    public async Task Abandon_Throws_IsTriedAgain()
    {
        var instance = await StartAsync(options => options.Operations[Kind].MaxAttempts = 1);
        StayUnknown(instance);
        var failures = 2;
        instance.Charge.BeforeAbandon = () => Interlocked.Decrement(ref failures) >= 0
            ? throw new InvalidTimeZoneException()
            : Task.CompletedTask;

        var run = await instance.RunAsync(1);
        Assert.True(run.IsPending);
        await DeadAsync(1);

        Assert.Equal(1, await CountAsync("abandoned"));
        Assert.Single(instance.Charge.Calls);
        Assert.Empty(instance.Charge.Questions); // its attempts are used up: it only has to be written down
    }

    [Fact]
    public async Task List_MoreThanAPage_GoesOnBehindTheLast()
    {
        var instance = await StartAsync(static options => options.RunsWorker = false);
        await instance.AddAsync(1, 25);

        var seen = new HashSet<Guid>();
        DurableRecord? last = null;
        for (var page = 0; page < 1_000; page++)
        {
            var rows = await instance.Operations.ListAsync(DurableState.Prepared, 10, last, Ended);
            if (rows.Count == 0)
            {
                break;
            }

            Assert.All(rows, row => Assert.True(seen.Add(row.Id)));
            last = rows[^1];
        }

        Assert.InRange(seen.Count, 25, 1_000);
    }

    private static void StayUnknown(Instance instance)
    {
        instance.Charge.OnCall = static (_, _) => Task.FromResult(CallOutcome<string>.Unknown("no answer"));
        instance.Charge.OnQuestion = static (_, _) => Task.FromResult(Reconciled<string>.Unknown("no answer"));
    }

    private Task DeadAsync(int count)
        => Eventually.EqualAsync(count, () => CountAsync(DurableState.Dead), Patience);

    private async Task<List<DurableRecord>> DeadOfKindAsync(Instance instance)
        => [.. (await instance.Operations.ListDeadAsync(1_000, cancellationToken: Ended))
            .Where(row => row.Kind == Kind)];
}
