using System.Runtime.CompilerServices;
using Dapper;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Attributions;

/// <summary>Who holds what, and where the time goes, when the commands are Dapper's.</summary>
public abstract class DapperAttributionSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private const string File = "DapperAttributionSpecification.cs";

    private static readonly TimeSpan Asleep = TimeSpan.FromMilliseconds(200);

    /// <summary>A statement that takes 0.2 s on the server.</summary>
    protected abstract string Sleep { get; }

    [Fact]
    public async Task Holder_OfALease_IsInTheDatabaseAndNamedByItsLine()
    {
        var pools = Build();
        using var flow = Flow.Begin("GET /orders", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);
        var line = Here() - 1;
        await lease.Connection.ExecuteScalarAsync<long>(Database.Touch);
        var asking = lease.Connection.ExecuteScalarAsync<long>(Sleep);

        var holder = Assert.Single(pools.Api.Snapshot().Holders);
        var record = pools.FlightRecorder.Record("asked for").ToJson();
        await asking;

        Assert.Equal(HolderActivity.Database, holder.Activity);
        Assert.StartsWith(
            $"GET /orders ({nameof(Holder_OfALease_IsInTheDatabaseAndNamedByItsLine)}, {File}:{line}), held ",
            holder.ToString(),
            StringComparison.Ordinal);
        Assert.EndsWith(" s, database", holder.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\"line\": {line}", record, StringComparison.Ordinal);
        Assert.DoesNotContain("sleep", record, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HolderActivity.Idle, Assert.Single(pools.Api.Snapshot().Holders).Activity);
    }

    [Fact]
    public async Task Holder_OfASession_IsNamedByItsLineAndInATransaction()
    {
        var pools = Build();
        using var flow = Flow.Begin("POST /orders", Workload.Api);
        var line = Here() + 1;
        await pools.InSessionAsync(
            async (session, token) =>
            {
                await session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
                    Database.Touch, transaction: session.Transaction, cancellationToken: token));

                var holder = Assert.Single(pools.Api.Snapshot().Holders);
                Assert.Equal(("POST /orders", File, line), (holder.Flow, holder.File, holder.Line));
                Assert.True(holder.InTransaction);
                Assert.EndsWith(" s, in transaction, idle", holder.ToString(), StringComparison.Ordinal);
            },
            Ended);
    }

    [Fact]
    public async Task Holder_OfAnOpenedConnection_IsNamedByEndpointMethodAndLine()
    {
        var pools = Build();
        using var flow = Flow.Begin("GET /lists", Workload.Api);
        await using var connection = await pools.Api.OpenConnectionAsync(Ended);
        await connection.ExecuteScalarAsync<long>(Database.Touch);

        var holder = Assert.Single(pools.Api.Snapshot().Holders);

        Assert.Matches(
            $@"^GET /lists \({nameof(Holder_OfAnOpenedConnection_IsNamedByEndpointMethodAndLine)}, "
                + @"DapperAttributionSpecification\.cs:\d+\), held \d+\.\d{3} s, idle$",
            holder.ToString());
    }

    [Fact]
    public async Task Read_OfCommandsAndWhatLiesBetween_IsDatabaseAndIdle()
    {
        var pools = Build();
        using (Flow.Begin("GET /orders", Workload.Api))
        {
            await using var connection = await pools.Api.OpenConnectionAsync(Ended);
            await connection.QueryAsync<long>(Sleep);
            await connection.ExecuteAsync(Sleep);
        }

        var usage = Assert.Single(pools.Attribution.Read());

        Assert.Equal(("GET /orders", 1), (usage.Endpoint, usage.Leases));
        Assert.InRange(usage.Database, Asleep * 2 * 0.9, usage.Held);
        Assert.InRange(usage.Idle, TimeSpan.Zero, usage.Held - (Asleep * 2 * 0.9));
        Assert.Equal(TimeSpan.Zero, usage.External);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}
