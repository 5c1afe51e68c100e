using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Sqlite;

namespace Leasehold.Specification.Tests.Sqlite;

/// <summary>A new file is made safe for money by the pools themselves.</summary>
public sealed class SqliteDurabilityTests : PoolSpecification<SqliteDatabase>
{
    private const int Full = 2;

    [Fact]
    public async Task Lease_OfANewFile_IsInWalModeWithFullSynchronisation()
    {
        var pools = Build(connectionString: Database.NewFile());
        foreach (var pool in pools.All)
        {
            await using var lease = await pool.LeaseAsync(Ended);
            Assert.Equal("wal", await TextAsync(lease, "PRAGMA journal_mode"));
            Assert.Equal(Full, await lease.Connection.ReadAsync("PRAGMA synchronous"));
            Assert.Equal(1, await lease.Connection.ReadAsync("PRAGMA foreign_keys"));
        }
    }

    [Fact]
    public async Task Session_OfANewFile_IsDurableToo()
    {
        var pools = Build(connectionString: Database.NewFile());

        var synchronous = await pools.InSessionAsync(
            static (session, token) => session.ReadAsync("PRAGMA synchronous", token), Ended);

        Assert.Equal(Full, synchronous);
    }

    [Fact]
    public async Task InReadSession_OfANewFile_IsNotBlockedByAWriter()
    {
        var pools = Build(connectionString: Database.NewFile());
        await pools.InSessionAsync(static (session, token) => session.ExecuteAsync("CREATE TABLE t (id INT)", token),
            Ended);
        await using var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        await writer.ExecuteAsync("INSERT INTO t VALUES (1)", Ended);

        var seen = await Task
            .Run(() => pools.InReadSessionAsync(
                static (session, token) => session.ReadAsync("SELECT count(*) FROM t", token), Ended))
            .WaitAsync(TimeSpan.FromSeconds(5), Ended);

        Assert.Equal(0, seen);
        await writer.CommitAsync(); // in a rollback journal the reader would have stood in its way
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=")]
    public void Provider_OfAnInMemoryDatabase_IsRefused(string connectionString)
        => Assert.Throws<ArgumentException>(() => new SqliteProvider(connectionString));

    private static async Task<string?> TextAsync(ConnectionLease lease, string sql)
    {
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = sql;
        return (string?)await command.ExecuteScalarAsync(Ended);
    }
}
