using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Sessions;

/// <summary>The line goes dead while a commit is on its way.</summary>
public abstract class CommitOutcomeSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Fact]
    public async Task Commit_ArrivesAndItsAnswerIsLost_IsUnknownAndNotRepeated()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(connectionString: Database.Via(proxy.Port));
        var table = await Database.CreateTableAsync();
        var attempts = 0;

        var committing = InSessionAsync(pools, table, () =>
        {
            attempts++;
            proxy.FreezeExisting(TrafficDirection.ToClient);
        });
        await Eventually.EqualAsync(1, () => Database.ReadAsync($"SELECT count(*) FROM {table}"));
        proxy.CutAll();

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => committing.WaitAsync(Patience, Ended));
        Assert.Equal(1, attempts);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
        await pools.InSessionAsync((session, token) => session.ReadAsync(Database.Select("1"), token), Ended);
    }

    [Fact]
    public async Task Commit_LostOnItsWay_IsUnknownAndNotRepeated()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(connectionString: Database.Via(proxy.Port));
        var table = await Database.CreateTableAsync();
        var attempts = 0;
        var isCommitting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var committing = InSessionAsync(pools, table, () =>
        {
            attempts++;
            proxy.FreezeExisting(TrafficDirection.ToServer);
            isCommitting.SetResult();
        });
        await isCommitting.Task.WaitAsync(Patience, Ended);
        await Task.Delay(100, Ended); // long enough to be on its way; where it is then makes no difference
        proxy.CutAll();

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => committing.WaitAsync(Patience, Ended));
        Assert.Equal(1, attempts);
        await Eventually.EqualAsync(0, () => Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Commit_TheSessionWasKilledBefore_IsUnknownAndNotRepeated()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        var attempts = 0;

        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => pools.InSessionAsync(
            new SessionOptions { MaxRetries = 5 },
            async (session, token) =>
            {
                attempts++;
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES ({attempts})", token);
                await Database.KillAsync(Database.Physical(session.Connection));
            },
            Ended).WaitAsync(Patience, Ended));

        Assert.Equal(1, attempts);
        AssertAtRest(pools.Api);
    }

    private static Task InSessionAsync(ConnectionPools pools, string table, Action beforeCommit)
        => pools.InSessionAsync(
            new SessionOptions { MaxRetries = 5 },
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                beforeCommit();
            },
            Ended);
}
