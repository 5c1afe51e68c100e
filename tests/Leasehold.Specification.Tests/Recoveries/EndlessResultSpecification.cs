using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Leasehold.Pools;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Returns;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A result left half-way is cancelled, not read to its end: the rest may take minutes.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public abstract class EndlessResultSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [MemberData(nameof(Roads.Held), MemberType = typeof(Roads))]
    public async Task Return_ResultLeftHalfWay_IsBackSoon(Road road)
    {
        var pools = Build(api => api.Size = 1);
        DbDataReader? reader = null;

        // Patience is far below the minutes that the rest of the result would take: a thread that drains it would not
        // come back before the run ends.
        await Task.Run(
            () => road.HoldAsync(pools, async (connection, transaction) =>
            {
                var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = Database.EndlessQuery;
                reader = await command.ExecuteReaderAsync(Ended);
                Assert.True(await reader.ReadAsync(Ended));
            }),
            Ended).WaitAsync(Patience, Ended);
        GC.KeepAlive(reader);

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommandsReader_DisposedHalfWay_IsBackSoon(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        await using var command = pools.Api.CreateCommand(Database.EndlessQuery);
        var reader = await command.ExecuteReaderAsync(Ended);
        Assert.True(await reader.ReadAsync(Ended));

        await Task.Run(
            async () =>
            {
                if (asynchronously)
                {
                    await reader.DisposeAsync();
                }
                else
                {
                    reader.Dispose();
                }
            },
            Ended).WaitAsync(Patience, Ended);

        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reader_DriversCancellationIsLost_IsCancelledFromBeside(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        var connection = await pools.Api.OpenConnectionAsync(Ended);
        await using var command = connection.Unwrap<DbConnection>().CreateCommand();
        command.CommandText = Database.EndlessQuery;
        var reader = new LeasedReader(
            await command.ExecuteReaderAsync(Ended), static () => { }, connection, closesConnection: true);
        Assert.True(await reader.ReadAsync(Ended));

        await Task.Run(() => asynchronously ? reader.DisposeAsync().AsTask() : Task.Run(reader.Dispose, Ended), Ended)
            .WaitAsync(Patience, Ended);

        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Return_ResultLeftHalfWay_IsNoSignOfABrokenServer()
    {
        var pools = Build(api => (api.Size, api.PrePingBypass) = (2, TimeSpan.FromHours(1)));
        var other = await PhysicalOfBesideAsync(pools);

        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await using var command = lease.Connection.CreateCommand();
            command.CommandText = Database.EndlessQuery;
            Assert.True(await (await command.ExecuteReaderAsync(Ended)).ReadAsync(Ended));
            await Task.Run(lease.Dispose, Ended).WaitAsync(Patience, Ended);
        }

        // The pool's other connections are kept.
        var now = await LeaseAsync(pools.Api, 2);
        Assert.Contains(other, now.Select(lease => Database.Physical(lease.Connection)));
        await ReturnAsync(now);
    }

    // The idle connection that the next lease does not take.
    private async Task<object> PhysicalOfBesideAsync(ConnectionPools pools)
    {
        await ReturnAsync(await LeaseAsync(pools.Api, 2));
        await using var next = await TouchedLeaseAsync(pools.Api);
        return await PhysicalOfNextAsync(pools.Api);
    }
}

public sealed class MariaDbEndlessResultTests : EndlessResultSpecification<MariaDbDatabase>;

public sealed class PostgreSqlEndlessResultTests : EndlessResultSpecification<PostgreSqlDatabase>;

public sealed class SqliteEndlessResultTests : EndlessResultSpecification<SqliteDatabase>;
