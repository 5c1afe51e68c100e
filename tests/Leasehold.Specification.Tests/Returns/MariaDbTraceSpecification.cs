using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>What a MariaDB session remembers besides its transaction.</summary>
public abstract class MariaDbTraceSpecification(ResetOnReturn reset) : ReturnedSpecification<MariaDbDatabase>
{
    // MariaDB reads the first, MySQL the second.
    private const string Isolation = "/*M! @@tx_isolation *//*!80000 @@transaction_isolation */";
    private const string ReadOnly = "/*M! @@tx_read_only *//*!80000 @@transaction_read_only */";

    private static int s_names;

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_NamedLock_IsReleased(Road road)
    {
        var pools = BuildOne(reset);
        var name = NewName("job");

        await road.LeaveAsync(pools, $"DO GET_LOCK('{name}', 0)");

        Assert.Equal(1, await Database.ReadAsync($"SELECT IS_FREE_LOCK('{name}')"));
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_LockedTables_AreUnlocked(Road road)
    {
        var pools = BuildOne(reset);
        var table = await Database.CreateRowAsync();

        await road.LeaveAsync(pools, $"LOCK TABLES {table} WRITE");

        await using var outside = await Database.OpenOutsideAsync();
        await outside.ExecuteAsync("SET lock_wait_timeout = 1");
        Assert.Equal(1, await outside.ReadAsync($"SELECT count(*) FROM {table}"));
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_AutocommitOff_IsUndone(Road road)
    {
        var pools = BuildOne(reset);
        var table = await Database.CreateRowAsync();

        await road.LeaveAsync(pools, "SET autocommit = 0", $"UPDATE {table} SET body = 'left' WHERE id = 1");

        await UndoneAsync(table);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_AutocommitOff_NextHoldersStatementCommitsByItself(Road road)
    {
        var pools = BuildOne(reset);
        var table = await Database.CreateRowAsync();
        await road.LeaveAsync(pools, "SET autocommit = 0");

        await Road.CommandAsync.LeaveAsync(pools, $"INSERT INTO {table} VALUES (2, 'next')");

        Assert.Equal(2, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_OtherDatabaseUsed_IsTheConfiguredOneAgain(Road road)
    {
        var pools = BuildOne(reset);
        var other = NewName("other");
        await Database.ExecuteAsync($"CREATE DATABASE {other}");
        try
        {
            await road.LeaveAsync(pools, $"USE {other}");

            Assert.Equal(0, await Database.ReadAsync(
                $"SELECT count(*) FROM information_schema.processlist WHERE db = '{other}'"));
            await using var next = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(0, await next.Connection.ReadAsync($"SELECT database() = '{other}'"));
        }
        finally
        {
            await Database.ExecuteAsync($"DROP DATABASE {other}");
        }
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_DatabaseChangedByTheDriver_IsTheConfiguredOneAgain(Road road)
    {
        var pools = BuildOne(reset);
        var table = await Database.CreateRowAsync();
        await road.HoldAsync(pools, (connection, _) => connection.ChangeDatabaseAsync("information_schema", Ended));

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(1, await next.Connection.ReadAsync($"SELECT count(*) FROM {table.Split('.')[1]}"));
        Assert.NotEqual("information_schema", next.Connection.Database, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("SET @left = 77", "SELECT @left IS NULL")]
    [InlineData("SET SESSION sql_mode = 'ANSI'", "SELECT @@sql_mode NOT LIKE '%ANSI%'")]
    [InlineData("SET time_zone = '+09:00'", "SELECT @@time_zone <> '+09:00'")]
    [InlineData("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE", $"SELECT {Isolation} <> 'SERIALIZABLE'")]
    [InlineData("SET SESSION TRANSACTION READ ONLY", $"SELECT {ReadOnly} = 0")]
    [InlineData("SET NAMES latin1", "SELECT @@character_set_client = 'utf8mb4'")]
    [InlineData("SET foreign_key_checks = 0", "SELECT @@foreign_key_checks")]
    public async Task Return_VariableSet_IsGoneForTheNextHolder(string sets, string isUndone)
    {
        var pools = BuildOne(reset);
        foreach (var road in Roads.All.Select(static row => row.Data))
        {
            await road.LeaveAsync(pools, sets);

            await using var next = await pools.Api.LeaseAsync(Ended);

            Assert.True(await next.Connection.ReadAsync(isUndone) == 1, $"{sets} was left by {road}.");
        }
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_TemporaryTable_CanBeMadeAgainByTheNextHolder(Road road)
    {
        var pools = BuildOne(reset);

        for (var holder = 1; holder <= 3; holder++)
        {
            await road.LeaveAsync(pools, "CREATE TEMPORARY TABLE scratch (id INT)");
        }

        await AtRestAsync(pools);
    }

    private static string NewName(string of)
        => $"{of}_{Environment.ProcessId}_{Interlocked.Increment(ref s_names)}";
}

public sealed class MariaDbFullTraceTests() : MariaDbTraceSpecification(ResetOnReturn.Full);

public sealed class MariaDbRollbackTraceTests() : MariaDbTraceSpecification(ResetOnReturn.Rollback);
