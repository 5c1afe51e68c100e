using System.Collections.Concurrent;
using System.Diagnostics;
using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Running;

/// <summary>What durability costs on the happy path, as the driver counts it.</summary>
public abstract class StatementSpecification<TDatabase>(string source, string operation)
    : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Run_HappyPath_IsOneMoreStatementInEachTransaction()
    {
        var instance = await StartAsync(static options => options.RunsWorker = false);
        var staged = new StagedOperations(instance.Pools);
        await instance.RunAsync(1);

        var plain = await StatementsOfAsync(() => staged.RunAsync<ChargeArgs, string, string>(
            async (session, token) => (await instance.PrepareAsync(2, null)(session, token)).Args,
            static (_, _) => Task.FromResult(CallOutcome<string>.FromReply("paid")),
            async (session, args, reply, token) =>
            {
                await session.ExecuteAsync($"UPDATE {Table} SET body = '{reply}' WHERE id = {args.Row}", token);
                return reply;
            },
            static (_, _, _, _) => Task.FromResult(""),
            cancellationToken: Ended));
        var durable = await StatementsOfAsync(() => instance.RunAsync(3));

        Assert.InRange(plain.Count, 2, 20);
        Assert.Equal(plain.Count + 2, durable.Count);
    }

    private async Task<IReadOnlyCollection<string>> StatementsOfAsync(Func<Task> work)
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (operation.Length == 0 || activity.OperationName == operation)
                {
                    seen.Enqueue(activity.OperationName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        return seen;
    }
}
