using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>Batches, where the driver has them.</summary>
public abstract class BatchSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_Executed_LeasesOnceAndReturns(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        await using var batch = pools.Api.CreateBatch();
        Add(batch, $"INSERT INTO {table} (id) VALUES (1)");
        Add(batch, $"INSERT INTO {table} (id) VALUES (2)");

        var changed = asynchronously ? await batch.ExecuteNonQueryAsync(Ended) : batch.ExecuteNonQuery();

        Assert.Equal(2, changed);
        Assert.Equal(2, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        Assert.Equal(1, pools.Api.Snapshot().Leased);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Batch_Reader_HoldsItsLeaseUntilItIsClosed()
    {
        var pools = Build(api => api.Size = 1);
        await using var batch = pools.Api.CreateBatch();
        Add(batch, "SELECT 7");
        Add(batch, "SELECT 8");

        await using (var reader = await batch.ExecuteReaderAsync(Ended))
        {
            Assert.True(await reader.ReadAsync(Ended));
            Assert.Equal(7, reader.GetInt32(0));
            Assert.Equal(1, pools.Api.Snapshot().InUse);
            Assert.True(await reader.NextResultAsync(Ended));
            Assert.True(await reader.ReadAsync(Ended));
            Assert.Equal(8, reader.GetInt32(0));
        }

        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Batch_ThatFails_ReturnsItsLease()
    {
        var pools = Build(api => api.Size = 1);
        await using var batch = pools.Api.CreateBatch();
        Add(batch, "SELECT nothing FROM nowhere");

        await Assert.ThrowsAnyAsync<DbException>(() => batch.ExecuteNonQueryAsync(Ended));
        await Assert.ThrowsAnyAsync<DbException>(() => batch.ExecuteReaderAsync(Ended));

        AssertAtRest(pools.Api);
    }

    private static void Add(DbBatch batch, string sql)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        batch.BatchCommands.Add(command);
    }
}
