using System.Data;
using System.Data.Common;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Sessions;

/// <summary>Real deadlocks, where several may write at once.</summary>
public abstract class ServerRetrySpecification<TDatabase> : RetrySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Fact]
    public async Task InSession_TwoLockCrosswise_BothEndInTheEnd()
    {
        var pools = Build(api => api.Size = 2);
        var table = await Database.CreateTableAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (1, '0')");
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (2, '0')");
        using var bothHold = new Barrier(2);
        var attempts = 0;

        await Task.WhenAll(AddAsync(1, 2), AddAsync(2, 1)).WaitAsync(TimeSpan.FromSeconds(30), Ended);

        Assert.InRange(attempts, 3, 8);
        Assert.Equal(4, await Database.ReadAsync($"SELECT sum(CAST(body AS DECIMAL)) FROM {table}"));
        AssertAtRest(pools.Api);

        Task AddAsync(int first, int second)
        {
            var attempt = 0;
            return pools.InSessionAsync(
                new SessionOptions { MaxRetries = 3 },
                async (session, token) =>
                {
                    Interlocked.Increment(ref attempts);
                    await session.ExecuteAsync(Increment(table, first), token);
                    if (attempt++ == 0)
                    {
                        await Task.Run(() => bothHold.SignalAndWait(Patience), token);
                    }

                    await session.ExecuteAsync(Increment(table, second), token);
                },
                Ended);
        }
    }

    [Fact]
    public async Task Staged_TheSavesRowIsLockedForLongerThanACommandMayTake_SavesItAfterwards()
    {
        var pools = Build(api => api.Size = 2);
        var table = await Database.CreateTableAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'pending')");
        await using var holder = await pools.BeginSessionAsync(cancellationToken: Ended);
        await holder.ExecuteAsync($"UPDATE {table} SET body = 'held' WHERE id = 1", Ended);
        var attempts = 0;

        var result = await new StagedOperations(pools).RunAsync(
            static (_, _) => Task.FromResult(1),
            static (_, _) => Task.FromResult("paid"),
            async (session, id, reply, token) =>
            {
                if (++attempts == 2)
                {
                    await holder.DisposeAsync();
                }

                await using var command = session.Connection.CreateCommand();
                command.Transaction = session.Transaction;
                command.CommandText = $"UPDATE {table} SET body = '{reply}' WHERE id = {id}";
                command.CommandTimeout = 1;
                await command.ExecuteNonQueryAsync(token);
                return reply;
            },
            static (_, _, _, _) => Task.FromResult("declined"),
            cancellationToken: Ended);

        Assert.Equal(("paid", 2), (result, attempts));
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table} WHERE body = 'paid'"));
        AssertAtRest(pools.Api);
    }

    /// <summary>A deadlock's victim.</summary>
    protected override async Task<DbException> TransientErrorAsync(ConnectionPools pools)
    {
        var table = await Database.CreateTableAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (1, '0')");
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (2, '0')");
        await using var one = await Database.OpenOutsideAsync();
        await using var other = await Database.OpenOutsideAsync();
        await using var first = await one.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await using var second = await other.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await one.ExecuteAsync(Increment(table, 1), first);
        await other.ExecuteAsync(Increment(table, 2), second);
        var both =
            (Task[])[one.ExecuteAsync(Increment(table, 2), first), other.ExecuteAsync(Increment(table, 1), second)];
        var victim = await Assert.ThrowsAnyAsync<DbException>(() => Task.WhenAll(both).WaitAsync(Patience, Ended));
        AssertTransient(pools, victim);
        return victim;
    }

    private static string Increment(string table, int id)
        => $"UPDATE {table} SET body = CAST(CAST(body AS DECIMAL) + 1 AS CHAR(10)) WHERE id = {id}";
}
