using Leasehold.Durable.Tests.Instances;
using Leasehold.Durable.Tests.Recurring;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Locks;

/// <summary>What waits for a row that another session has locked, and what must not. SQLite has one writer.</summary>
public abstract class RowLockSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private const string EveryMorning = "0 3 * * *";
    private const string TheSameInOtherWords = "0 3 * * 0-6";

    private string Tick => $"{Kind}-tick";

    private string RecurringTable
        => JournalTable.Replace("leasehold_operations", "leasehold_recurring", StringComparison.Ordinal);

    [Fact]
    public async Task Progress_OneIsBeingSavedForLong_HoldsUpNoOther()
    {
        var (isTaken, isSaving, mayAnswer, maySave) = (NewSignal(), NewSignal(), NewSignal(), NewSignal());
        var instance = await StartAsync(
            static options => options.ProgressInterval = TimeSpan.FromMilliseconds(500),
            durable => durable.Services.AddLeaseholdFaults(async (step, _) =>
            {
                if (step == "progress.before" && isTaken.TrySetResult())
                {
                    await isSaving.Task; // what was reported is taken, and not written when the first one is saved
                }
            }));
        instance.Charge.OnCall = async (call, token) =>
        {
            await (call.Args.Row == 1 ? isTaken : mayAnswer).Task.WaitAsync(token);
            return "paid";
        };
        instance.Charge.BeforeSave = async _ =>
        {
            if (isSaving.TrySetResult())
            {
                await maySave.Task;
            }
        };
        var first = instance.RunAsync(1);
        var others = Enumerable.Range(2, 7).Select(row => instance.RunAsync(row)).ToList();
        await Eventually.TrueAsync(() => instance.Charge.Calls.Count == 8, "they are called", Patience);
        foreach (var call in instance.Charge.Calls)
        {
            call.ReportProgress(0.5);
        }

        await isSaving.Task.WaitAsync(Patience, Ended);

        mayAnswer.SetResult();
        await Task.WhenAll(others).WaitAsync(Patience, Ended);

        Assert.False(first.IsCompleted);
        maySave.SetResult();
        Assert.True((await first).IsCompleted);
    }

    [Fact]
    public async Task Heartbeat_SomebodyHasLockedTheRowOfOne_RenewsTheOthers()
    {
        var instance = await StartAsync(
            static options => (options.Claim, options.RunsWorker) = (TimeSpan.FromSeconds(3), false));
        var mayAnswer = NewSignal();
        instance.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var (locked, free) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Task<DurableRun<string>>[] running = [instance.RunAsync(1, locked), instance.RunAsync(2, free)];
        await Eventually.TrueAsync(() => instance.Charge.Calls.Count == 2, "they are called", Patience);
        await using var outside = await Database.OpenOutsideAsync();
        await using var looking = await outside.BeginTransactionAsync(Ended);
        await outside.ReadAsync($"SELECT attempt FROM {JournalTable} WHERE id = '{locked}' FOR UPDATE", looking, Ended);

        await Eventually.TrueAsync(
            async () => await Database.ReadAsync(
                $"SELECT count(*) FROM {JournalTable} WHERE id = '{free}' AND due_us - prepared_us > 7000000") == 1,
            "the other one is renewed after its claim would have ended",
            Patience);
        await looking.RollbackAsync(Ended);
        mayAnswer.SetResult();

        Assert.All(await Task.WhenAll(running), static run => Assert.True(run.IsCompleted));
    }

    [Fact]
    public async Task Recurrence_ChangedWhileAnOccurrenceIsWritten_IsNotWrittenAgain()
    {
        var earlier = await WithTickAsync(EveryMorning);
        await Eventually.TrueAsync(
            async () => await RecurringAsync(earlier) is not null, "it is in the journal", Patience);
        var written = (await RecurringAsync(earlier))!.NextAt!.Value;
        await earlier.StopAsync();
        await using var outside = await Database.OpenOutsideAsync();
        await using var writing = await outside.BeginTransactionAsync(Ended);

        // As an instance does that writes the next occurrence at this moment.
        await outside.ExecuteAsync(
            $"UPDATE {RecurringTable} SET next_us = {Microseconds(written.AddDays(1))}, "
            + $"last_us = {Microseconds(written)} WHERE name = '{Tick}'",
            writing,
            Ended);
        var later = await WithTickAsync(TheSameInOtherWords);
        await later.AddAsync(1, 20);
        await CompletedAsync(20); // it is at work, and so has come to the row
        await writing.CommitAsync(Ended);

        await Eventually.TrueAsync(
            async () => (await RecurringAsync(later))!.Cron == TheSameInOtherWords, "it is changed", Patience);
        Assert.Equal(written.AddDays(1), (await RecurringAsync(later))!.NextAt);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static long Microseconds(DateTimeOffset at)
        => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private Task<Instance> WithTickAsync(string cron)
        => StartAsync(more: durable => durable.AddOperation<TickOperation>(Tick)
            .AddRecurring(Tick, Tick, cron, static occurrence => occurrence.At));

    private async Task<RecurringRecord?> RecurringAsync(Instance instance)
        => (await instance.Operations.ListRecurringAsync(Ended)).SingleOrDefault(row => row.Name == Tick);
}
