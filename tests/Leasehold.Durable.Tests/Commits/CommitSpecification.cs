using Leasehold.Durable.Tests.Instances;
using Leasehold.LocalServers.Servers;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Commits;

/// <summary>The line goes dead while a commit is on its way, in either direction.</summary>
public abstract class CommitSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private Func<string, CancellationToken, Task> _atStep = static (_, _) => Task.CompletedTask;

    [Fact]
    public async Task StageOne_ArrivesAndItsAnswerIsLost_GoesOn()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var instance = await StartThroughAsync(proxy);

        var running = CutAt(
            "insert.after", TrafficDirection.ToClient, proxy, instance, () => CountAsync("pending"), 1);
        var run = await running.WaitAsync(Patience, Ended);

        Assert.True(run.IsCompleted);
        Assert.Equal(1, await CountAsync("paid"));
        Assert.Single(instance.Charge.Calls);
    }

    [Fact]
    public async Task StageOne_LostOnItsWay_IsRunAgain()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var instance = await StartThroughAsync(proxy);

        var running = CutAt(
            "insert.after", TrafficDirection.ToServer, proxy, instance, () => CountAsync("pending"), 0);
        var run = await running.WaitAsync(Patience, Ended);

        Assert.True(run.IsCompleted);
        Assert.Equal(1, await CountAsync("paid"));
        Assert.Single(instance.Charge.Calls);
    }

    [Fact]
    public async Task Server_RestartedBetweenStageOneAndTheCall_IsCalledOnceAndSaved()
    {
        await using var server = await Database.StartPrivateAsync();
        var restarts = 0;
        var instance = Build(
            static options => options.RunsWorker = false,
            durable => durable.Services.AddLeaseholdFaults(async (step, _) =>
            {
                if (step == "call.before")
                {
                    restarts++;
                    await server.RestartAsync(StopMode.Kill, CancellationToken.None);
                }
            }),
            await server.CreateDatabaseAsync("restart"));
        await instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                if (Table.Split('.') is [var schema, _])
                {
                    await session.ExecuteAsync($"CREATE SCHEMA {schema}", token);
                }

                await session.ExecuteAsync($"CREATE TABLE {Table} (id INT PRIMARY KEY, body VARCHAR(50))", token);
            },
            Ended);
        await instance.StartAsync();

        var run = await instance.RunAsync(1).WaitAsync(TimeSpan.FromMinutes(2), Ended);

        Assert.True(run.IsCompleted);
        Assert.Equal(1, restarts);
        Assert.Single(instance.Charge.Calls);
        Assert.Equal(1, await instance.Pools.InReadSessionAsync(
            (session, token) => session.ReadAsync($"SELECT count(*) FROM {Table} WHERE body = 'paid'", token), Ended));
    }

    [Fact]
    public async Task StageThree_ArrivesAndItsAnswerIsLost_IsCompleted()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var instance = await StartThroughAsync(proxy);

        var running = CutAt(
            "save.after", TrafficDirection.ToClient, proxy, instance, () => CountAsync("paid"), 1);
        var run = await running.WaitAsync(Patience, Ended);

        Assert.Equal("paid", run.Result);
        Assert.Equal(1, await CountAsync(DurableState.Completed));
        Assert.Single(instance.Charge.Calls);
    }

    [Fact]
    public async Task StageThree_LostOnItsWay_IsSavedAgain()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var instance = await StartThroughAsync(proxy);
        var saves = 0;
        instance.Charge.BeforeSave = _ =>
        {
            saves++;
            return Task.CompletedTask;
        };

        var running = CutAt(
            "save.after", TrafficDirection.ToServer, proxy, instance, () => CountAsync("paid"), 0);
        var run = await running.WaitAsync(Patience, Ended);

        Assert.Equal(("paid", 2), (run.Result, saves));
        Assert.Equal(1, await CountAsync(DurableState.Completed));
        Assert.Single(instance.Charge.Calls);
        Assert.Empty(instance.Charge.Questions);
    }

    // No worker: its looking for work would be cut too, at moments of its own.
    private Task<Instance> StartThroughAsync(TcpProxy proxy)
        => StartAsync(
            static options => options.RunsWorker = false,
            durable => durable.Services.AddLeaseholdFaults((step, token) => _atStep(step, token)),
            Database.Via(proxy.Port));

    private async Task<DurableRun<string>> CutAt(
        string point,
        TrafficDirection direction,
        TcpProxy proxy,
        Instance instance,
        Func<Task<long>> look,
        int expected)
    {
        var isFrozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _atStep = (name, _) =>
        {
            if (name == point && isFrozen.TrySetResult())
            {
                proxy.FreezeExisting(direction);
            }

            return Task.CompletedTask;
        };
        var running = instance.RunAsync(1);
        await isFrozen.Task.WaitAsync(Patience, Ended);

        await Task.Delay(100, Ended); // long enough to be on its way
        await Eventually.EqualAsync(expected, look);
        proxy.CutAll();
        return await running;
    }
}
