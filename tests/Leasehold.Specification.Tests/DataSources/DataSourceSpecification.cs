using System.Data;
using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>A pool given to code that knows only a data source.</summary>
public abstract class DataSourceSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task OpenConnection_OfTheDriver_IsTheDriversOwnAndGated()
    {
        var pools = Build(api => api.Size = 2);
        await using var outside = await Database.OpenOutsideAsync();

        await using (var one = await pools.Api.OpenConnectionAsync(Ended))
        using (var other = pools.Api.OpenConnection())
        {
            Assert.IsType(outside.GetType(), one.Unwrap<DbConnection>());
            Assert.IsType(outside.GetType(), other.Unwrap<DbConnection>());
            Assert.Equal(2, pools.Api.Snapshot().InUse);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
                await pools.Api.OpenConnectionAsync(soon.Token);
            });
        }

        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateConnection_OfThePool_LeasesWhenOpenedAndReturnsWhenClosed(bool asynchronously)
    {
        DbDataSource pool = Build(api => api.Size = 1).Api;
        var connection = pool.CreateConnection();
        var command = connection.CreateCommand();
        command.CommandText = Database.Select("7");
        for (var i = 0; i < 3; i++)
        {
            AssertAtRest((ConnectionPool)pool);
            if (asynchronously)
            {
                await connection.OpenAsync(Ended);
            }
            else
            {
                connection.Open();
            }

            Assert.Equal(7, Convert.ToInt32(await command.ExecuteScalarAsync(Ended), provider: null));
            Assert.Equal(1, ((ConnectionPool)pool).Snapshot().InUse);
            if (asynchronously)
            {
                await connection.CloseAsync();
            }
            else
            {
                connection.Close();
            }
        }

        AssertAtRest((ConnectionPool)pool);
    }

    [Fact]
    public void ConnectionString_OfThePool_TellsNothing() => Assert.Empty(Build().Api.ConnectionString);

    [Fact]
    public async Task Command_ItsTransactionHasEndedAndIsTakenAway_RunsWithoutIt()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        await using var connection = await pools.Api.OpenConnectionAsync(Ended);
        await using var command = connection.CreateCommand();
        for (var id = 1; id <= 3; id += 2)
        {
            await using (var transaction = await connection.BeginTransactionAsync(Ended))
            {
                command.Transaction = transaction;
                command.CommandText = $"INSERT INTO {table} (id) VALUES ({id})";
                await command.ExecuteNonQueryAsync(Ended);
                await transaction.CommitAsync(Ended);
            }

            command.Transaction = null;
            command.CommandText = $"INSERT INTO {table} (id) VALUES ({id + 1})";
            await command.ExecuteNonQueryAsync(Ended);
        }

        Assert.Equal(4, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task Command_EveryWayToExecute_LeasesAndReturns()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();

        Assert.Equal(1, await Command($"INSERT INTO {table} VALUES (1, 'one')").ExecuteNonQueryAsync(Ended));
        Assert.Equal(1, Command($"INSERT INTO {table} VALUES (2, 'two')").ExecuteNonQuery());
        Assert.Equal("one", await Command($"SELECT body FROM {table} WHERE id = 1").ExecuteScalarAsync(Ended));
        Assert.Equal("two", Command($"SELECT body FROM {table} WHERE id = 2").ExecuteScalar());
        Assert.Equal(4, pools.Api.Snapshot().Leased);
        AssertAtRest(pools.Api);

        DbCommand Command(string sql) => pools.Api.CreateCommand(sql);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Command_Reader_HoldsItsLeaseUntilItIsClosed(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        await using var command = pools.Api.CreateCommand(Database.Select("7"));

        var reader = asynchronously ? await command.ExecuteReaderAsync(Ended) : command.ExecuteReader();

        Assert.True(await reader.ReadAsync(Ended));
        Assert.Equal(7, reader.GetInt32(0));
        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await reader.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Command_WithParameters_PassesThemOn()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        await using var command = pools.Api.CreateCommand($"INSERT INTO {table} (id, body) VALUES (@id, @body)");
        foreach (var (name, value) in new (string, object)[] { ("@id", 5), ("@body", "five") })
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(Ended);

        Assert.Equal(5, await Database.ReadAsync($"SELECT id FROM {table} WHERE body = 'five'"));
    }

    [Fact]
    public async Task Command_ThatFails_ReturnsItsLease()
    {
        var pools = Build(api => api.Size = 1);

        await Assert.ThrowsAnyAsync<DbException>(() => Bad().ExecuteNonQueryAsync(Ended));
        await Assert.ThrowsAnyAsync<DbException>(() => Bad().ExecuteScalarAsync(Ended));
        await Assert.ThrowsAnyAsync<DbException>(() => Bad().ExecuteReaderAsync(Ended));
        Assert.ThrowsAny<DbException>(() => Bad().ExecuteNonQuery());
        Assert.ThrowsAny<DbException>(() => Bad().ExecuteReader());

        AssertAtRest(pools.Api);

        DbCommand Bad() => pools.Api.CreateCommand("SELECT nothing FROM nowhere");
    }

    [Fact]
    public async Task Command_PoolExhausted_WaitsLikeEveryoneElse()
    {
        var pools = Build(api => api.Size = 1);
        var held = await pools.Api.LeaseAsync(Ended);
        await using var command = pools.Api.CreateCommand(Database.Select("7"));

        var reading = command.ExecuteScalarAsync(Ended);
        await WaitersAsync(pools.Api, 1);
        await held.DisposeAsync();

        Assert.Equal(7, Convert.ToInt32(await reading.WaitAsync(Patience, Ended), provider: null));
    }

    [Fact]
    public async Task Command_ExecutedAgain_LeasesAgain()
    {
        var pools = Build();
        await using var command = pools.Api.CreateCommand(Database.Select("7"));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(7, Convert.ToInt32(await command.ExecuteScalarAsync(Ended), provider: null));
        }

        Assert.Equal(3, pools.Api.Snapshot().Leased);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task OpenConnection_InATransaction_WorksLikeTheDrivers()
    {
        var pools = Build();
        var table = await Database.CreateTableAsync();
        await using (var connection = await pools.Api.OpenConnectionAsync(Ended))
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.Unspecified, Ended))
        {
            await connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", transaction);
            await transaction.CommitAsync(Ended);
        }

        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        AssertAtRest(pools.Api);
    }
}
