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
        using var time = LoadedTime.Start();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(static _ => Task.Run(static () => { })));
        var reader = await pools.InReadSessionAsync(static (_, _) => Task.FromResult(true), Ended);

        time.AssertWithin(TimeSpan.Zero, TimeSpan.FromSeconds(3));
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
        Assert.Contains(
            $"The writer: (no flow) ({nameof(Write_TurnDoesNotComeInTime_IsExhaustionThatSaysSo)}, ",
            exhausted.Message, StringComparison.Ordinal);
        Assert.Contains("shorten", exhausted.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("raise", exhausted.Message, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(exhausted.Waited, TimeSpan.FromMilliseconds(180), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Snapshot_WritersInLine_CountsThemByPoolAndNamesTheWriter()
    {
        var pools = Build();
        Session writer;
        using (Flow.Begin("POST /import", Workload.Background))
        {
            writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        }

        var waiting = Enumerable.Range(0, 15)
            .Select(n => pools.InSessionAsync(
                n < 12 ? Workload.Api : Workload.Batch, static (_, _) => Task.CompletedTask, Ended))
            .ToList();

        var (api, batch) = (pools.Api.Snapshot(), pools.Batch.Snapshot());
        Assert.Equal((12, 0, 0), (api.Writers!.Waiting, api.Waiting, api.InUse));
        Assert.Equal(3, batch.Writers!.Waiting);
        Assert.Equal(0, pools.Background.Snapshot().Writers!.Waiting);
        Assert.Equal(
            ("POST /import", "Background", true),
            (api.Writers.Writer!.Flow, api.Writers.Writer.Workload, api.Writers.Writer.InTransaction));
        Assert.Equal(nameof(Snapshot_WritersInLine_CountsThemByPoolAndNamesTheWriter), api.Writers.Writer.Member);
        Assert.Equal(15, pools.FlightRecorder.Record("a test").Waiters.Count);

        await writer.DisposeAsync();
        await Task.WhenAll(waiting).WaitAsync(Patience, Ended);
        Assert.Equal(
            new WriterLine { Waiting = 0, LongestWait = TimeSpan.Zero, Writer = null }, pools.Api.Snapshot().Writers);
    }

    [Fact]
    public async Task Snapshot_WriterThatWaitsForAConnection_IsNamedToo()
    {
        var pools = Build(api => (api.Size, api.MaxOverflow) = (1, 0));
        var lease = await pools.Api.LeaseAsync(cancellationToken: Ended);
        Task starting;
        using (Flow.Begin("POST /import", Workload.Api))
        {
            starting = pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended);
        }

        var api = pools.Api.Snapshot();
        Assert.Equal((1, 0), (api.Waiting, api.Writers!.Waiting));
        Assert.Equal(
            ("POST /import", HolderActivity.Opening), (api.Writers.Writer!.Flow, api.Writers.Writer.Activity));

        await lease.DisposeAsync();
        await starting.WaitAsync(Patience, Ended);
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
