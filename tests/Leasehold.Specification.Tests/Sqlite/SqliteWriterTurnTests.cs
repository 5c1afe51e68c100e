using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Sqlite;

/// <summary>One writer at a time, and the others wait without a thread, a connection or an error.</summary>
public sealed class SqliteWriterTurnTests : PoolSpecification<SqliteDatabase>
{
    [Fact]
    public async Task Write_ByManyAtOnce_TakesTurnsAndLosesNothing()
    {
        var pools = Build(api => api.Size = 8);
        var table = await Database.CreateTableAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} (id) VALUES (0)");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => pools.InSessionAsync(
            async (session, token) =>
            {
                var seen = await session.ReadAsync($"SELECT id FROM {table}", token);
                await Task.Yield();
                await session.ExecuteAsync($"UPDATE {table} SET id = {seen + 1}", token);
            },
            Ended)))).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        Assert.Equal(100, await Database.ReadAsync($"SELECT id FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Write_ManyWait_BlocksNoThreadAndHoldsNoConnection()
    {
        var pools = Build(api => api.Size = 2);
        var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        var waiting = Enumerable.Range(0, 64)
            .Select(_ => Task.Run(() => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended)))
            .ToList();

        // Blocked writers would hold every thread: the pool adds only about one a second.
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(static _ => Task.Run(static () => { })));
        var reader = await pools.InReadSessionAsync(static (_, _) => Task.FromResult(true), Ended);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.True(reader);
        Assert.Equal((1, 0), (pools.Api.Snapshot().InUse, pools.Api.Snapshot().Waiting));
        Assert.All(waiting, static one => Assert.False(one.IsCompleted));
        await writer.DisposeAsync();
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30), Ended);
    }

    [Fact]
    public async Task Write_FromAllWorkloads_SharesOneTurn()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        var inside = 0;

        await Task.WhenAll(((Workload[])[Workload.Api, Workload.Background, Workload.Batch])
            .SelectMany(static workload => Enumerable.Repeat(workload, 10))
            .Select((workload, id) => Task.Run(() => pools.InSessionAsync(
                workload,
                async (session, token) =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES ({id})", token);
                    Interlocked.Decrement(ref inside);
                },
                Ended)))).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        Assert.Equal(30, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task Write_TurnDoesNotComeInTime_IsExhaustionThatSaysSo()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromMilliseconds(200)));
        await WarmUpAsync(pools.Api, 1);
        await using var writer = await pools.BeginSessionAsync(cancellationToken: Ended);

        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(
            () => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended));

        Assert.Contains("one writer at a time", exhausted.Message, StringComparison.Ordinal);
        Assert.InRange(exhausted.Waited, TimeSpan.FromMilliseconds(180), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Write_CancelledInLine_LeavesTheTurnToTheNext()
    {
        var pools = Build();
        var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        using var changesItsMind = new CancellationTokenSource();
        var first = pools.InSessionAsync(static (_, _) => Task.CompletedTask, changesItsMind.Token);
        var second = pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended);

        await changesItsMind.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        await writer.DisposeAsync();

        await second.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Write_FinishingLane_TakesItsTurnFirst()
    {
        var pools = Build();
        var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        var order = new List<string>();
        var starting = pools.InSessionAsync((_, _) => Note("start"), Ended);
        var finishing = pools.InSessionAsync(
            new SessionOptions { Lane = LeaseLane.Finishing }, (_, _) => Note("finish"), Ended);

        await writer.DisposeAsync();
        await Task.WhenAll(starting, finishing).WaitAsync(Patience, Ended);

        Assert.Equal("finish, start", string.Join(", ", order));

        Task Note(string name)
        {
            order.Add(name); // one writer at a time: no lock needed
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Dispose_WritersInLine_FailPromptly()
    {
        var pools = Build();
        var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        var waiting = Enumerable.Range(0, 3)
            .Select(_ => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended))
            .ToList();

        await pools.DisposeAsync();

        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<PoolClosedException>(() => one.WaitAsync(TimeSpan.FromSeconds(5), Ended));
        }

        await writer.DisposeAsync();
    }

    [Fact]
    public async Task Write_BesideAWriterOfAnotherProcess_IsTransient()
    {
        var pools = Build(connectionString: $"{Database.ConnectionString};Default Timeout=1");
        await using var other = await Database.OpenOutsideAsync();
        await other.ExecuteAsync(Database.Begin);

        var busy = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended));

        Assert.Equal(DatabaseErrorKind.Transient, pools.Provider.Classify(busy));
        AssertAtRest(pools.Api);
    }
}
