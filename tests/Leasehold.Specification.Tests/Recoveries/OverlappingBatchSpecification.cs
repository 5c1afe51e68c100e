using System.Data.Common;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A batch of the pool is executed when it cannot be: while it runs, or when it is disposed.</summary>
public abstract class OverlappingBatchSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_AgainWhileItsReaderIsOpen_ThrowsAndLosesNothing(bool asynchronously)
    {
        // Refused before it would wait for a second place.
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(5)));
        await using var batch = NewBatch(pools.Api);
        var reader = await batch.ExecuteReaderAsync(Ended);
        Assert.True(await reader.ReadAsync(Ended));

        for (var again = 0; again < 3; again++)
        {
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => ExecuteAsync(batch, asynchronously));
        }

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        Assert.True(await reader.NextResultAsync(Ended));
        await reader.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_AfterItsDisposal_ThrowsAndLosesNothing(bool asynchronously)
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(5)));
        var batch = NewBatch(pools.Api);
        await batch.ExecuteNonQueryAsync(Ended);
        await batch.DisposeAsync();

        for (var again = 0; again < 3; again++)
        {
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => ExecuteAsync(batch, asynchronously));
        }

        await AssertNothingLostAsync(pools.Api);
    }

    private static async Task ExecuteAsync(DbBatch batch, bool asynchronously)
        => _ = asynchronously ? await batch.ExecuteScalarAsync(Ended) : batch.ExecuteScalar();

    private static DbBatch NewBatch(ConnectionPool pool)
    {
        var batch = pool.CreateBatch();
        for (var i = 0; i < 2; i++)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = "SELECT 1";
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}

public sealed class MariaDbOverlappingBatchTests : OverlappingBatchSpecification<MariaDbDatabase>;

public sealed class PostgreSqlOverlappingBatchTests : OverlappingBatchSpecification<PostgreSqlDatabase>;
