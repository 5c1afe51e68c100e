using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Recovery;

/// <summary>The journal's upkeep has connections of its own, whatever the application holds.</summary>
public abstract class UpkeepSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Heartbeat_TheApplicationHoldsEveryPlace_KeepsTheClaim()
    {
        // Long enough that no pause of a busy machine ends it between two heartbeats.
        static void Configure(DurableOptions options) => options.Claim = TimeSpan.FromSeconds(3);
        var owner = await StartAsync(Configure);
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        owner.Charge.OnCall = async (_, token) =>
        {
            await mayAnswer.Task.WaitAsync(token);
            return "paid";
        };
        var other = await StartAsync(Configure);
        var id = Guid.CreateVersion7();
        var running = owner.RunAsync(1, id);
        await Eventually.TrueAsync(() => owner.Charge.Calls.Count == 1, "it is called", Patience);
        var held = await HoldAllAsync(owner);

        // Renewed when without it the claim would have ended.
        await Eventually.TrueAsync(
            async () => await Database.ReadAsync(
                $"SELECT count(*) FROM {JournalTable} WHERE kind = '{Kind}' AND due_us - prepared_us > 7000000") == 1
                || !other.Charge.Questions.IsEmpty,
            "its claim is renewed",
            Patience);
        await ReturnAsync(held);
        mayAnswer.SetResult();

        Assert.True((await running.WaitAsync(Patience, Ended)).IsCompleted);
        Assert.Empty(other.Charge.Questions);
        Assert.Equal(1, (await other.Operations.FindAsync(id, Ended))!.Epoch);
    }

    [Fact]
    public async Task Claim_TheApplicationHoldsEveryPlace_IsMadeAndTheCallToo()
    {
        var instance = await StartAsync();
        var writer = await FrozenAsync();
        var held = await HoldAllAsync(instance);
        await writer.AddAsync(1, 1);
        instance.Operations.Wake();

        await Eventually.TrueAsync(() => instance.Charge.Calls.Count == 1, "it is called", Patience);
        Assert.Equal(0, await CountAsync(DurableState.Completed)); // its save runs the operation's code, and waits
        await ReturnAsync(held);

        await CompletedAsync(1);
    }

    [Fact]
    public void Pool_OfTheUpkeep_IsShownAndCounted()
    {
        var instance = Build();

        var pool = instance.Pools[Workload.Named("Durable")].Snapshot();

        Assert.Equal("Durable", pool.Workload);
        Assert.InRange(pool.Size, 1, 3);
    }

    private static async Task<List<ConnectionLease>> HoldAllAsync(Instance instance)
    {
        var held = new List<ConnectionLease>();
        foreach (var pool in new[] { instance.Pools.Api, instance.Pools.Background, instance.Pools.Batch })
        {
            var places = pool.Snapshot().Size + pool.Snapshot().MaxOverflow;
            for (var i = 0; i < places; i++)
            {
                held.Add(await pool.LeaseAsync(Ended));
            }
        }

        return held;
    }

    private static async Task ReturnAsync(List<ConnectionLease> held)
    {
        foreach (var lease in held)
        {
            await lease.DisposeAsync();
        }
    }
}
