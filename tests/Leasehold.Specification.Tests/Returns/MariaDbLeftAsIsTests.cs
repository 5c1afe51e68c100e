using System.Data.Common;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>
/// A holder's word that it left nothing is taken, unless the driver knows better. The variable tells whether the
/// session was reset: setting one and giving that word is against the rule.
/// </summary>
public sealed class MariaDbLeftAsIsTests : ReturnedSpecification<MariaDbDatabase>
{
    private const string Set = "SET @left = 77";
    private const string WasReset = "SELECT @left IS NULL";

    [Fact]
    public async Task LeaveAsIs_NothingSpeaksAgainstIt_IsNotReset()
    {
        var pools = BuildOne();
        await HoldAsync(pools, static connection => connection.ExecuteAsync(Set));

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(0, await next.Connection.ReadAsync(WasReset));
    }

    [Fact]
    public async Task LeaveAsIs_NextHolderDoesNotSayIt_IsResetThen()
    {
        var pools = BuildOne();
        await HoldAsync(pools, static connection => connection.ExecuteAsync(Set));
        await using (await pools.Api.LeaseAsync(Ended))
        {
            // Says nothing.
        }

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(1, await next.Connection.ReadAsync(WasReset));
    }

    [Fact]
    public async Task LeaveAsIs_ResultIsStillRead_IsReset()
    {
        var pools = BuildOne();
        await HoldAsync(pools, static async connection =>
        {
            await connection.ExecuteAsync(Set);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT seq FROM (SELECT 1 AS seq UNION ALL SELECT 2) AS numbers";
            Assert.True(await (await command.ExecuteReaderAsync(Ended)).ReadAsync(Ended));
        });

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(1, await next.Connection.ReadAsync(WasReset));
    }

    [Fact]
    public async Task LeaveAsIs_TransactionOfTheDriver_IsUndone()
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();
        await HoldAsync(pools, async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(Ended);
            await connection.ExecuteAsync($"UPDATE {table} SET body = 'left' WHERE id = 1", transaction);
        });

        await UndoneAsync(table);
    }

    [Fact]
    public async Task LeaveAsIs_OtherDatabase_NextHolderHasTheConfiguredOne()
    {
        var pools = BuildOne();
        await HoldAsync(pools, static connection => connection.ChangeDatabaseAsync("information_schema", Ended));

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(0, await next.Connection.ReadAsync("SELECT database() = 'information_schema'"));
    }

    [Fact]
    public async Task LeaveAsIs_AfterTheReturn_IsRefused()
    {
        var lease = await BuildOne().Api.LeaseAsync(Ended);
        await lease.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(lease.LeaveAsIs);
    }

    private static async Task HoldAsync(ConnectionPools pools, Func<DbConnection, Task> work)
    {
        await using var lease = await pools.Api.LeaseAsync(Ended);
        await work(lease.Connection);
        lease.LeaveAsIs();
    }
}
