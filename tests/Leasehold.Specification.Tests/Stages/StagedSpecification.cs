using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Stages;

/// <summary>Database work and commit, a call with no connection, a new session.</summary>
public abstract class StagedSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Run_TheCallSucceeds_CommitsBeforeItAndSavesAfterIt()
    {
        var (pools, staged, table) = await PrepareAsync();

        var result = await staged.RunAsync<int, string, string>(
            prepare: async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'pending')", token);
                return 1;
            },
            call: async (id, _) =>
            {
                var pending = $"SELECT count(*) FROM {table} WHERE id = {id} AND body = 'pending'";
                Assert.Equal(1, await Database.ReadAsync(pending));
                AssertAtRest(pools.Api);
                return "tx-7";
            },
            save: async (session, id, reply, token) =>
            {
                await session.ExecuteAsync($"UPDATE {table} SET body = '{reply}' WHERE id = {id}", token);
                return reply;
            },
            declined: static (_, _, _, _) => throw new InvalidOperationException("not declined"),
            cancellationToken: Ended);

        Assert.Equal("tx-7", result);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'tx-7'"));
        Assert.Equal(2, pools.Api.Snapshot().Leased);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Run_TheCallIsDeclined_RunsThatStage()
    {
        var (pools, staged, _) = await PrepareAsync();

        var result = await RunAsync(staged, (_, _) => Task.FromResult(CallOutcome<string>.Declined("no money")));

        Assert.Equal("declined: no money", result);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Run_DeclinedWithoutAStageForIt_ThrowsAndKeepsTheRow()
    {
        var (pools, staged, table) = await PrepareAsync();

        var refusal = await Assert.ThrowsAsync<CallDeclinedException>(() => staged.RunAsync(
            async (session, token) => await session.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'pending')", token),
            static (_, _) => Task.FromResult(CallOutcome.Declined<string>("no money")),
            static (_, _, reply, _) => Task.FromResult(reply),
            cancellationToken: Ended));

        Assert.Equal("no money", refusal.Reason);
        Assert.EndsWith("docs/errors/call-declined.md", refusal.HelpLink, StringComparison.Ordinal);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'pending'"));
        Assert.Equal(1, pools.Api.Snapshot().Leased);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Run_TheCallThrowsARefusal_RunsThatStage()
    {
        var (_, staged, _) = await PrepareAsync();

        var result = await RunAsync(staged, static (_, _) => throw new CallDeclinedException("no money"));

        Assert.Equal("declined: no money", result);
    }

    [Fact]
    public async Task Run_TheCallThrows_IsUnknownAndKeepsTheError()
    {
        var (pools, staged, _) = await PrepareAsync();

        var result = await RunAsync(staged, static (_, _) => throw new HttpRequestException("reset"));

        Assert.Equal("unknown: HttpRequestException reset", result);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Run_UnknownWithoutAStageForIt_ThrowsAndKeepsTheRow()
    {
        var (pools, staged, table) = await PrepareAsync();

        var thrown = await Assert.ThrowsAsync<CallOutcomeUnknownException>(() => staged.RunAsync<int, string, string>(
            async (session, token) => await session.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'pending')", token),
            static (_, _) => throw new HttpRequestException("reset"),
            static (_, _, _, _) => Task.FromResult("saved"),
            static (_, _, _, _) => Task.FromResult("declined"),
            cancellationToken: Ended));

        Assert.IsType<HttpRequestException>(thrown.InnerException);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'pending'"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Run_TheCallOutlastsItsBound_IsUnknownByTimeOut()
    {
        var (_, staged, _) = await PrepareAsync();

        var result = await RunAsync(
            staged,
            static async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return "never";
            },
            new StagedOptions { CallTimeout = TimeSpan.FromMilliseconds(100) });

        Assert.StartsWith("unknown: timeout", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TheCallIgnoresItsToken_IsUnknownAtItsBound()
    {
        var (pools, staged, _) = await PrepareAsync();
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var result = await RunAsync(
            staged,
            async (_, _) =>
            {
                await never.Task;
                return "never";
            },
            new StagedOptions { CallTimeout = TimeSpan.FromMilliseconds(100) }).WaitAsync(Patience, Ended);

        Assert.StartsWith("unknown: timeout", result, StringComparison.Ordinal);
        AssertAtRest(pools.Api);
        never.SetResult();
    }

    [Fact]
    public async Task Run_PrepareThrows_CallsNobodyAndRollsBack()
    {
        var (pools, staged, table) = await PrepareAsync();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => staged.RunAsync<int, string, string>(
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                throw new InvalidTimeZoneException();
            },
            static (_, _) => throw new InvalidOperationException("called"),
            static (_, _, _, _) => Task.FromResult("saved"),
            static (_, _, _, _) => Task.FromResult("declined"),
            cancellationToken: Ended));

        Assert.Equal(0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task RunOnce_DoneAlready_CallsNobody()
    {
        var (pools, staged, table) = await PrepareAsync();

        var result = await staged.RunOnceAsync<int, string, string>(
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'kept')", token);
                return Preparation<int, string>.Finish("as before");
            },
            static (_, _) => throw new InvalidOperationException("called"),
            static (_, _, _, _) => Task.FromResult("saved"),
            static (_, _, _, _) => Task.FromResult("declined"),
            cancellationToken: Ended);

        Assert.Equal("as before", result);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        Assert.Equal(1, pools.Api.Snapshot().Leased);
    }

    [Fact]
    public async Task Run_CallerGoesAwayDuringTheCall_CancelsNeitherCallNorSave()
    {
        var (pools, staged, table) = await PrepareAsync();
        using var caller = new CancellationTokenSource();

        var result = await staged.RunAsync<int, string, string>(
            async (session, token) => await session.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'pending')", token),
            async (_, token) =>
            {
                await caller.CancelAsync();
                Assert.False(token.IsCancellationRequested);
                return "paid";
            },
            async (session, _, reply, token) =>
            {
                Assert.False(token.IsCancellationRequested);
                await session.ExecuteAsync($"UPDATE {table} SET body = '{reply}'", token);
                return reply;
            },
            static (_, _, _, _) => Task.FromResult("declined"),
            cancellationToken: caller.Token);

        Assert.Equal("paid", result);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'paid'"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Run_CallerGoesAwayBeforeStageOne_DoesNothing()
    {
        var (pools, staged, _) = await PrepareAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(
            staged,
            static (_, _) => throw new InvalidOperationException("called"),
            cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(0, pools.Api.Snapshot().Leased);
    }

    [Fact]
    public async Task Run_PoolIsFullOfStarters_SavesBeforeThem()
    {
        var pools = Build(api => (api.Size, api.MaxWaiters) = (1, 2));
        var staged = new StagedOperations(pools);
        var order = new List<string>();
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = staged.RunAsync<int, string, string>(
            static (_, _) => Task.FromResult(1),
            async (_, _) =>
            {
                await mayAnswer.Task;
                return "paid";
            },
            (_, _, reply, _) =>
            {
                order.Add("save");
                return Task.FromResult(reply);
            },
            static (_, _, _, _) => Task.FromResult("declined"),
            cancellationToken: Ended);
        var held = await pools.Api.LeaseAsync(Ended);
        var starters = Enumerable.Range(0, 2).Select(_ => StartAsync()).ToList();
        await WaitersAsync(pools.Api, 2);

        mayAnswer.SetResult();
        await WaitersAsync(pools.Api, 3); // two starters are all that may wait, and the save waits all the same
        await held.DisposeAsync();
        await Task.WhenAll([running, .. starters]).WaitAsync(Patience, Ended);

        Assert.Equal("save, start, start", string.Join(", ", order));

        async Task StartAsync()
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            order.Add("start");
        }
    }

    private async Task<(ConnectionPools Pools, StagedOperations Staged, string Table)> PrepareAsync()
    {
        var pools = Build(api => api.Size = 1);
        return (pools, new StagedOperations(pools), await Database.CreateTableAsync());
    }

    private static Task<string> RunAsync(
        StagedOperations staged,
        Func<int, CancellationToken, Task<CallOutcome<string>>> call,
        StagedOptions? options = null,
        CancellationToken? cancellationToken = null)
        => staged.RunAsync<int, string, string>(
            static (_, _) => Task.FromResult(1),
            call,
            static (_, _, reply, _) => Task.FromResult("saved: " + reply),
            static (_, _, reason, _) => Task.FromResult("declined: " + reason),
            static (_, _, outcome, _) => Task.FromResult($"unknown: {outcome.Reason} {outcome.Error?.Message}"),
            options,
            cancellationToken ?? Ended);
}
