using System.Collections.Concurrent;
using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Durable.Tests.Working;

/// <summary>Much, large, or nothing to work on.</summary>
public abstract class BacklogSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int RetentionFailedEvent = 3012;

    [Fact]
    public async Task Start_TenThousandArePending_TakesAFewAtATimeAndServesTheOtherKind()
    {
        var writer = await FrozenAsync();
        await writer.Pools.InSessionAsync(
            async (session, token) =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    var start = new DurableStart<ChargeArgs>(new ChargeArgs(0));
                    await writer.Operations.AddAsync(
                        session, writer.Charge, start, cancellationToken: token);
                }
            },
            Ended);
        var (now, most) = (0, 0);
        var instance = Build(more: durable => durable.AddOperation<SlowOperation>($"{Kind}-slow"));
        instance.Charge.OnCall = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return "paid";
        };
        await instance.StartAsync();
        await Eventually.TrueAsync(() => instance.Charge.Calls.Count >= 40, "they are run", Patience);

        var slow = instance.Services.GetRequiredService<SlowOperation>();
        slow.Answer();
        var other = new DurableStart<int>(1);
        await instance.Pools.InSessionAsync(
            (session, token) => instance.Operations.AddAsync(session, slow, other, cancellationToken: token), Ended);
        instance.Operations.Wake();
        await Eventually.TrueAsync(
            async () => (await instance.Operations.FindAsync(other.Id, Ended))!.State == DurableState.Completed,
            "the other kind is served",
            Patience);

        await instance.StopAsync();
        Assert.InRange(most, 1, 8);
        Assert.Equal(
            10_000 - await CountAsync(DurableState.Completed), await CountAsync(DurableState.Prepared)); // none lost
        Assert.Equal(
            instance.Charge.Calls.Count, instance.Charge.Calls.Select(static call => call.Id).Distinct().Count());
    }

    [Fact]
    public async Task Arguments_OfAMegabyteWithEveryCharacter_ComeBackAsTheyWere()
    {
        // A key of 255, of which most are halves of a pair, and a body that needs escapes.
        var key = string.Concat(Enumerable.Repeat("\U0001F600", 127)) + "\u0000";
        var args = new TextArgs(key, string.Concat(Enumerable.Repeat("한글 \"\\ \t \U0001F680 ' -- {0}", 55_000)));
        Assert.InRange(args.Body.Length, 1_000_000, 2_000_000);
        var gone = await StartAsync(
            static options => options.RunsWorker = false,
            durable => durable.AddOperation<TextOperation>($"{Kind}-text"));
        var start = new DurableStart<TextArgs>(args);
        await gone.Pools.InSessionAsync(
            (session, token) => gone.Operations.AddAsync(
                session, gone.Services.GetRequiredService<TextOperation>(), start, cancellationToken: token),
            Ended);
        await gone.StopAsync();

        var instance = await StartAsync(more: durable => durable.AddOperation<TextOperation>($"{Kind}-text"));
        await Eventually.TrueAsync(
            async () => (await instance.Operations.FindAsync(start.Id, Ended))!.State == DurableState.Completed,
            "it is run",
            Patience);

        Assert.Equal(args, Assert.Single(instance.Services.GetRequiredService<TextOperation>().Called));
    }

    [Fact]
    public async Task Upkeep_TheTableIsAway_IsTriedAgainAtTheNextTickAndNoSooner()
    {
        var instance = await StartAsync(
            static options =>
            {
                options.RunsWorker = true;
                options.RetentionInterval = TimeSpan.FromHours(1);
                options.TablePrefix = "away_";
            },
            durable => durable.Services.AddHostedService(services => new Remover(
                () => Database.ExecuteAsync($"DROP TABLE {AwayTable}"))));
        await instance.Logs.FirstAsync(RetentionFailedEvent);

        // Time enough for hundreds of tries without a pause.
        for (var i = 0; i < 100; i++)
        {
            await instance.Pools.InReadSessionAsync(
                (session, token) => session.ReadAsync($"SELECT count(*) FROM {Table}", token), Ended);
        }

        Assert.Single(instance.Logs.Of(RetentionFailedEvent));
    }

    private string AwayTable
        => JournalTable.Replace("leasehold_operations", "away_leasehold_operations", StringComparison.Ordinal);

    /// <summary>What an operation is about.</summary>
    public sealed record TextArgs(string Key, string Body);

    private sealed class TextOperation : DurableOperation<TextArgs, string, string>
    {
        public ConcurrentQueue<TextArgs> Called { get; } = new();

        public override Task<CallOutcome<string>> CallAsync(
            DurableCall<TextArgs> call, CancellationToken cancellationToken)
        {
            Called.Enqueue(call.Args);
            return Task.FromResult(CallOutcome.Succeeded("done"));
        }

        public override Task<string> SaveAsync(
            Session session,
            DurableCall<TextArgs> call,
            CallOutcome<string> outcome,
            CancellationToken cancellationToken)
            => Task.FromResult("done");

        public override Task<Reconciled<string>> ReconcileAsync(
            DurableCall<TextArgs> call, CancellationToken cancellationToken)
            => Task.FromResult(Reconciled<string>.FromReply("done"));

        public override Task AbandonAsync(
            Session session, AbandonedCall<TextArgs> call, string reason, CancellationToken cancellationToken)
            => Task.CompletedTask;
    }

    /// <summary>Between the start of the journal and that of its worker.</summary>
    private sealed class Remover(Func<Task> remove) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => remove();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
