using System.Data.Common;
using Leasehold.Linq2Db;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.MySql;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;
using LinqToDB.Mapping;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>linq2db on a pool: whatever it does, the place is free again.</summary>
public abstract class Linq2DbSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DataConnection_OnAnOpenedConnection_LeasesOnceAndReturns(bool asynchronously)
    {
        var (pool, table) = await PrepareAsync();
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        await using (var db = Connect(connection, table))
        {
            var notes = db.GetTable<Note>();
            if (asynchronously)
            {
                await notes.Where(static note => note.Id == 1).Set(static note => note.Body, "uno").UpdateAsync(Ended);
                Assert.Equal(3, (await notes.ToListAsync(Ended)).Count);
            }
            else
            {
                notes.Where(static note => note.Id == 1).Set(static note => note.Body, "uno").Update();
                Assert.Equal(3, notes.ToList().Count);
            }

            Assert.Equal(1, pool.Snapshot().InUse);
        }

        Assert.Equal(1, pool.Snapshot().Leased);
        AssertAtRest(pool);
    }

    [Fact]
    public async Task Stream_LeftHalfWay_Returns()
    {
        var (pool, table) = await PrepareAsync();
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        await using (var db = Connect(connection, table))
        {
            await foreach (var note in db.GetTable<Note>().AsAsyncEnumerable())
            {
                Assert.NotNull(note.Body);
                break;
            }
        }

        AssertAtRest(pool);
    }

    [Fact]
    public async Task Command_ThatFails_Returns()
    {
        var (pool, table) = await PrepareAsync();
        await Assert.ThrowsAnyAsync<DbException>(async () =>
        {
            await using var connection = await pool.OpenConnectionAsync(Ended);
            await using var db = Connect(connection, table + "_missing");
            await db.GetTable<Note>().CountAsync(Ended);
        });

        AssertAtRest(pool);
    }

    [Fact]
    public async Task Transaction_GivenUp_Returns()
    {
        var (pool, table) = await PrepareAsync();
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        await using (var db = Connect(connection, table))
        await using (await db.BeginTransactionAsync(Ended))
        {
            await db.GetTable<Note>().DeleteAsync(Ended);
        }

        Assert.Equal(3, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pool);
    }

    [Fact]
    public async Task LatestOrDefault_Ties_TakesTheHighestKeyOfTheNewest()
    {
        var (pool, table) = await PrepareAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (5, 'zz'), (4, 'zz'), (6, 'aa')");
        await using (var connection = await pool.OpenConnectionAsync(Ended))
        await using (var db = Connect(connection, table))
        {
            var notes = db.GetTable<Note>();

            Assert.Equal(5, (await notes.LatestOrDefaultAsync(static note => note.Body, Ended))?.Id);
            Assert.Equal(
                6, (await notes.Where(static n => n.Id > 5).LatestOrDefaultAsync(static n => n.Body, Ended))?.Id);
            Assert.Null(await notes.Where(static n => n.Id > 99).LatestOrDefaultAsync(static n => n.Body, Ended));
        }

        AssertAtRest(pool);
    }

    private static IDataProvider Provider => typeof(TDatabase) switch
    {
        var type when type == typeof(SqliteDatabase) => SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft),
        var type when type == typeof(PostgreSqlDatabase) => PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
        _ => MySqlTools.GetDataProvider(MySqlVersion.MariaDB10, MySqlProvider.MySqlConnector),
    };

    private static DataConnection Connect(DbConnection connection, string table)
    {
        var schema = new MappingSchema();
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        var mapping = new FluentMappingBuilder(schema).Entity<Note>();
        if (dot > 0)
        {
            mapping.HasDatabaseName(table[..dot]);
        }

        mapping.HasTableName(table[(dot + 1)..])
            .Property(static note => note.Id).HasColumnName("id").IsPrimaryKey()
            .Property(static note => note.Body).HasColumnName("body")
            .Build();

        // Not disposed with the DataConnection: the connection is the caller's to return.
        return new DataConnection(
            new DataOptions().UseConnection(Provider, connection, disposeConnection: false).UseMappingSchema(schema));
    }

    private async Task<(ConnectionPool Pool, string Table)> PrepareAsync()
    {
        var pools = Build(static api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        await Database.ExecuteAsync($"INSERT INTO {table} VALUES (1, 'one'), (2, 'two'), (3, 'three')");
        return (pools.Api, table);
    }
}
