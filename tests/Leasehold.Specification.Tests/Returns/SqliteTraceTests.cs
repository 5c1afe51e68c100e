using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>What a SQLite connection remembers: the driver's pool resets nothing of it.</summary>
public sealed class SqliteTraceTests : ReturnedSpecification<SqliteDatabase>
{
    [Theory]
    [InlineData("PRAGMA query_only = 1", "PRAGMA query_only")]
    [InlineData("PRAGMA cache_size = 7", "PRAGMA cache_size")]
    [InlineData("PRAGMA foreign_keys = 0", "PRAGMA foreign_keys")]
    [InlineData("PRAGMA synchronous = 0", "PRAGMA synchronous")]
    [InlineData("PRAGMA recursive_triggers = 1", "PRAGMA recursive_triggers")]
    [InlineData("PRAGMA ignore_check_constraints = 1", "PRAGMA ignore_check_constraints")]
    [InlineData("CREATE TEMP TABLE scratch (id INT)", "SELECT count(*) FROM sqlite_temp_master")]
    [InlineData("ATTACH ':memory:' AS other", "SELECT count(*) FROM pragma_database_list WHERE name = 'other'")]
    public async Task Return_SomethingChanged_DoesNotReachTheNextHolder(string change, string look)
    {
        var pools = BuildOne();
        await using var first = await pools.Api.LeaseAsync(Ended);
        var expected = await first.Connection.ReadAsync(look);
        await first.DisposeAsync();
        foreach (var road in Roads.All.Select(static row => row.Data))
        {
            if (road == Road.Session)
            {
                continue; // none of these works in a transaction, or it goes with it
            }

            await road.LeaveAsync(pools, change);

            await using var next = await pools.Api.LeaseAsync(Ended);

            Assert.True(
                await next.Connection.ReadAsync(look) == expected, $"{change} was left by {road}.");
        }
    }

    [Theory]
    [InlineData("PRAGMA query_only = 1", "PRAGMA query_only")]
    [InlineData("PRAGMA foreign_keys = 0", "PRAGMA foreign_keys")]
    [InlineData("CREATE TEMP TABLE scratch (id INT)", "SELECT count(*) FROM sqlite_temp_master")]
    [InlineData("ATTACH ':memory:' AS other", "SELECT count(*) FROM pragma_database_list WHERE name = 'other'")]
    [InlineData("BEGIN; CREATE TEMP TABLE scratch (id INT)", "SELECT count(*) FROM sqlite_temp_master")]
    public async Task Close_OfTheDriversConnectionWithinALease_DoesNotReachAnotherHolder(string change, string look)
    {
        var pools = Build(static api => api.Size = 2);
        await using var first = await pools.Api.LeaseAsync(Ended);
        var expected = await first.Connection.ReadAsync(look);
        await first.Connection.ExecuteAsync(change);

        // The driver has it back, while the place is the first holder's still.
        await first.Connection.CloseAsync();
        await using var second = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(expected, await second.Connection.ReadAsync(look));
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_ReadingTransactionBegunInText_LetsTheLogBeCheckpointed(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();

        await road.LeaveAsync(pools, "BEGIN", $"SELECT * FROM {table}");
        await Database.ExecuteAsync($"UPDATE {table} SET body = 'later'");

        // The first column tells whether a reader stood in the way.
        Assert.Equal(0, await Database.ReadAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_ExclusiveLockingMode_LetsOthersIn(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();

        await road.LeaveAsync(
            pools, "PRAGMA locking_mode = EXCLUSIVE", $"UPDATE {table} SET body = 'before' WHERE id = 1");

        await UndoneAsync(table);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_AttachedFile_IsClosed(Road road)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "Open files can be counted on Linux only.");
        var pools = BuildOne();
        var other = Database.NewFile().Split('=')[1];

        await road.LeaveAsync(
            pools, $"ATTACH '{other}' AS other", "CREATE TABLE other.made (id INT)");

        Assert.DoesNotContain(Directory.EnumerateFiles("/proc/self/fd"), fd => Target(fd) == other);
        await AtRestAsync(pools);
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed while we looked
        }
    }
}
