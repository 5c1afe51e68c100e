using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Sessions;

/// <summary>A session commits once, rolls back unless committed, and returns its connection whatever happens.</summary>
public abstract class SessionSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task InSession_WorkEnds_CommitsAndReturns()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();

        var changed = await pools.InSessionAsync(
            (session, token) => session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token), Ended);

        Assert.Equal(1, changed);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task InSession_WorkThrows_RollsBackAndReturns()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();

        var thrown = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => pools.InSessionAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                throw new InvalidTimeZoneException("the work's own");
            },
            Ended));

        Assert.Equal("the work's own", thrown.Message);
        Assert.Equal(0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task InSession_CancelledInTheMiddle_RollsBackAndReturns()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        using var caller = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pools.InSessionAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                await caller.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            caller.Token));

        Assert.Equal(0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task InSession_CancelledAfterTheWork_CommitsAllTheSame()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        using var caller = new CancellationTokenSource();

        await pools.InSessionAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                await caller.CancelAsync();
            },
            caller.Token);

        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task BeginSession_DisposedWithoutCommit_RollsBack()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();

        await using (var session = await pools.BeginSessionAsync(cancellationToken: Ended))
        {
            await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", Ended);
            Assert.False(session.IsCommitted);
        }

        Assert.Equal(0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Commit_Twice_Throws()
    {
        var pools = Build(api => api.Size = 1);
        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await session.CommitAsync();

        Assert.True(session.IsCommitted);
        await Assert.ThrowsAsync<InvalidOperationException>(session.CommitAsync);
    }

    [Fact]
    public async Task Commit_AfterDispose_Throws()
    {
        var pools = Build(api => api.Size = 1);
        var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await session.DisposeAsync();
        await session.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(session.CommitAsync);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task InSession_CommittedByTheWork_IsNotCommittedAgain()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();

        await pools.InSessionAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                await session.CommitAsync();
            },
            Ended);

        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task Session_OfAWorkload_LeasesFromItsPool()
    {
        var pools = Build();
        using var flow = Flow.Begin("night job", Workload.Batch);

        var ofTheFlow = await pools.InSessionAsync(static (session, _) => Task.FromResult(session.Workload), Ended);
        var named = await pools.InSessionAsync(
            Workload.Background, static (session, _) => Task.FromResult(session.Workload), Ended);

        Assert.Equal((Workload.Batch, Workload.Background), (ofTheFlow, named));
        Assert.Equal((0, 1, 1), (pools.Api.Snapshot().Leased, pools.Background.Snapshot().Leased,
            pools.Batch.Snapshot().Leased));
    }

    [Fact]
    public async Task Session_WhileOpen_IsAHolderInATransaction()
    {
        var pools = Build();
        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);

        var holder = Assert.Single(pools.Api.Snapshot().Holders);

        Assert.True(holder.InTransaction);
        Assert.Equal(nameof(Session_WhileOpen_IsAHolderInATransaction), holder.Member);
    }

    [Fact]
    public async Task Classify_ADuplicateKey_IsAUniqueViolation()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        var insert = $"INSERT INTO {table} (id) VALUES (1)";
        await Database.ExecuteAsync(insert);
        var kind = DatabaseErrorKind.Other;

        await Assert.ThrowsAnyAsync<DbException>(() => pools.InSessionAsync(
            async (session, token) =>
            {
                try
                {
                    await session.ExecuteAsync(insert, token);
                }
                catch (DbException exception)
                {
                    kind = session.Classify(exception);
                    throw;
                }
            },
            Ended));

        Assert.Equal(DatabaseErrorKind.UniqueViolation, kind);
        AssertAtRest(pools.Api);
    }
}
