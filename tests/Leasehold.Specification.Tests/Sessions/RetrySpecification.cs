using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Sessions;

/// <summary>What a transient error undid may be run again; what took effect may not.</summary>
public abstract class RetrySpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task InSession_TransientErrorWithRetries_RunsTheWorkAgain()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        var transient = await TransientErrorAsync(pools);
        var attempts = 0;

        await pools.InSessionAsync(
            new SessionOptions { MaxRetries = 2 },
            async (session, token) =>
            {
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token);
                if (++attempts < 3)
                {
                    throw transient;
                }
            },
            Ended);

        Assert.Equal(3, attempts);
        Assert.Equal(2, Logs.Of(LogEvents.SessionRetried).Count);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task InSession_TransientErrorEveryTime_GivesUpAfterItsRetries(int retries, int expected)
    {
        var pools = Build();
        var transient = await TransientErrorAsync(pools);
        var attempts = 0;

        var thrown = await Assert.ThrowsAnyAsync<DbException>(() => pools.InSessionAsync(
            new SessionOptions { MaxRetries = retries },
            (_, _) =>
            {
                attempts++;
                throw transient;
            },
            Ended));

        Assert.Same(transient, thrown);
        Assert.Equal(expected, attempts);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task InSession_TransientErrorAfterTheWorkCommitted_IsNotRunAgain()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        var transient = await TransientErrorAsync(pools);
        var attempts = 0;

        await Assert.ThrowsAnyAsync<DbException>(() => pools.InSessionAsync(
            new SessionOptions { MaxRetries = 3 },
            async (session, token) =>
            {
                attempts++;
                await session.ExecuteAsync($"INSERT INTO {table} (id) VALUES ({attempts})", token);
                await session.CommitAsync();
                throw transient;
            },
            Ended));

        Assert.Equal(1, attempts);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task InSession_OtherError_IsNotRunAgain()
    {
        var pools = Build();
        var attempts = 0;

        await Assert.ThrowsAnyAsync<DbException>(() => pools.InSessionAsync(
            new SessionOptions { MaxRetries = 3 },
            (session, token) =>
            {
                attempts++;
                return session.ExecuteAsync("SELECT nothing FROM nowhere", token);
            },
            Ended));

        Assert.Equal(1, attempts);
    }

    /// <summary>A real one of this database, kept to be thrown again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Staged_TheOutcomeCannotBeSavedInTime_SaysSoAndWhy(bool endsInThePause)
    {
        var pools = Build(api => api.Size = 1);
        var transient = await TransientErrorAsync(pools);
        var saves = 0;

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => new StagedOperations(pools).RunAsync(
            static (_, _) => Task.FromResult(1),
            static (_, _) => Task.FromResult("paid"),
            async (_, _, reply, token) =>
            {
                if (++saves > 1 && !endsInThePause)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                throw transient;
            },
            static (_, _, _, _) => Task.FromResult("declined"),
            options: new StagedOptions { SaveTimeout = TimeSpan.FromMilliseconds(300) },
            cancellationToken: Ended));

        Assert.Same(transient, thrown.InnerException);
        Assert.Contains("Succeeded", thrown.Message, StringComparison.Ordinal);
        Assert.InRange(saves, 2, int.MaxValue);
        AssertAtRest(pools.Api);
    }

    protected abstract Task<DbException> TransientErrorAsync(ConnectionPools pools);

    protected static void AssertTransient(ConnectionPools pools, DbException exception)
        => Assert.Equal(DatabaseErrorKind.Transient, pools.Provider.Classify(exception));
}
