using System.Collections.Concurrent;
using Leasehold.Durable.Tests.Instances;
using Leasehold.Durable.Tests.Working;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Versions;

/// <summary>
/// Three instances of a version are replaced one by one by the next one, which has one kind more and arguments of
/// another shape: two are stopped, one dies.
/// </summary>
public abstract class RollingDeploymentSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int UnreadableEvent = 3007;

    // What has arrived at the other side, however often: by operation.
    private readonly ConcurrentQueue<Guid> _arrived = new();
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<Guid> _newOnes = [];

    private string NewKind => $"{Kind}-new";

    [Fact]
    public async Task InstancesAreReplacedOneByOne_FortyInFlight_AllAreFinishedByWhoCanReadThem()
    {
        var older = new List<Instance>();
        for (var i = 0; i < 3; i++)
        {
            older.Add(await StartAsync(Bounds));
            PlayOtherSide(older[i], answers: false);
        }

        // Twenty in the hands of the version before, a third of them with each instance.
        for (var row = 1; row <= 20; row++)
        {
            _ = older[row % 3].RunAsync(row);
        }

        await Eventually.TrueAsync(
            () => older.Sum(static instance => instance.Charge.Calls.Count) == 20, "they are called", Patience);

        // And twenty of the new shape, which its first instance writes for any worker; its own is full with eight.
        var newer = new List<Instance> { await NewerAsync() };
        for (var row = 21; row <= 40; row++)
        {
            await AddAsync(newer[0], row);
        }

        newer[0].Operations.Wake();
        await AddNewKindAsync(newer[0], 5);
        await Eventually.TrueAsync(
            () => older.Exists(static instance => instance.Logs.Of(UnreadableEvent).Count > 0),
            "the version before has met what it cannot read",
            Patience);

        await older[0].StopAsync();
        newer.Add(await NewerAsync());
        await older[1].DisposeUnstoppedAsync(); // without a word, as a process does that is killed
        newer.Add(await NewerAsync());
        await older[2].StopAsync();
        _mayAnswer.SetResult();
        await CompletedAsync(40, Patience * 2);
        await Eventually.EqualAsync(
            5,
            () => Database.ReadAsync($"SELECT count(*) FROM {JournalTable} WHERE kind = '{NewKind}' AND state = 1"),
            Patience);

        Assert.Equal((40, 0), (await CountAsync("paid"), await CountAsync(DurableState.Dead)));
        Assert.Equal(_arrived.Distinct().Count(), _arrived.Count);
        Assert.Equal(40, _arrived.Count);
        Assert.All(older, instance =>
        {
            Assert.Empty(instance.Charge.Abandoned);
            Assert.DoesNotContain(
                instance.Charge.Calls.Concat(instance.Charge.Questions), call => _newOnes.Contains(call.Id));
        });
    }

    private void Bounds(DurableOptions options)
    {
        options.Claim = TimeSpan.FromSeconds(2);
        options.Operations[Kind].FirstPause = TimeSpan.FromMilliseconds(100);
        options.Operations[Kind].LongestPause = TimeSpan.FromSeconds(5);
    }

    private async Task<Instance> NewerAsync()
    {
        var instance = Build(
            options =>
            {
                Bounds(options);
                NewerVersion.Set(options);
            },
            durable => durable.AddOperation<SlowOperation>(NewKind));
        PlayOtherSide(instance, answers: true);
        instance.Services.GetRequiredService<SlowOperation>().Answer();
        await instance.StartAsync();
        return instance;
    }

    // The version before never gets an answer: its calls end with their instances.
    private void PlayOtherSide(Instance instance, bool answers)
    {
        instance.Charge.OnCall = async (call, token) =>
        {
            await (answers ? _mayAnswer.Task.WaitAsync(token) : Task.Delay(Timeout.InfiniteTimeSpan, token));
            _arrived.Enqueue(call.Id);
            return "paid";
        };
        instance.Charge.OnQuestion = (call, _) => Task.FromResult(
            _arrived.Contains(call.Id) ? Reconciled<string>.FromReply("paid") : Reconciled<string>.NeverArrived());
    }

    private Task AddAsync(Instance instance, int row)
        => instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                var start = await instance.PrepareAsync(row, null)(session, token);
                _newOnes.Add(start.Id);
                await instance.Operations.AddAsync(session, instance.Charge, start, cancellationToken: token);
            },
            Ended);

    private static async Task AddNewKindAsync(Instance instance, int count)
    {
        var operation = instance.Services.GetRequiredService<SlowOperation>();
        for (var i = 0; i < count; i++)
        {
            var start = new DurableStart<int>(i);
            await instance.Pools.InSessionAsync(
                (session, token) => instance.Operations.AddAsync(session, operation, start, cancellationToken: token),
                Ended);
        }
    }
}
