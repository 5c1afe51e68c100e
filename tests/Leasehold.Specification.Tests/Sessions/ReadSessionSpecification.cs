using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Sessions;

/// <summary>A session that reads: refuses to write, and sees one state of the database.</summary>
public abstract class ReadSessionSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task InReadSession_Writing_IsRefused()
    {
        Needs(Capability.RefusedWriting);
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();

        await Assert.ThrowsAnyAsync<DbException>(() => pools.InReadSessionAsync(
            (session, token) => session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token), Ended));

        Assert.Equal(0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InReadSession_Ended_LeavesAConnectionThatWrites(bool failed)
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        var reading = pools.InReadSessionAsync(
            async (session, token) =>
            {
                Assert.True(session.IsReadOnly);
                var count = await session.ReadAsync($"SELECT count(*) FROM {table}", token);
                return failed ? throw new InvalidTimeZoneException() : count;
            },
            Ended);
        await (failed ? Assert.ThrowsAsync<InvalidTimeZoneException>(() => reading) : (Task)reading);

        await pools.InSessionAsync(
            (session, token) => session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", token), Ended);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(1, await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (2)"));
    }

    [Fact]
    public async Task InReadSession_SomeoneCommitsMeanwhile_GoesOnSeeingOneState()
    {
        Needs(Capability.ReadingBesideWriters);
        var pools = Build();
        var table = await Database.CreateTableAsync();

        var (before, after) = await pools.InReadSessionAsync(
            async (session, token) =>
            {
                var first = await session.ReadAsync($"SELECT count(*) FROM {table}", token);
                await Database.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)");
                return (first, await session.ReadAsync($"SELECT count(*) FROM {table}", token));
            },
            Ended);

        Assert.Equal((0, 0), (before, after));
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task InReadSession_WhileASessionWrites_IsNotBlocked()
    {
        Needs(Capability.ReadingBesideWriters);
        var pools = Build();
        var table = await Database.CreateTableAsync();
        await using var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        await writer.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", Ended);

        var seen = await pools
            .InReadSessionAsync((session, token) => session.ReadAsync($"SELECT count(*) FROM {table}", token), Ended)
            .WaitAsync(TimeSpan.FromSeconds(5), Ended);

        Assert.Equal(0, seen);
        await writer.CommitAsync();
    }
}
