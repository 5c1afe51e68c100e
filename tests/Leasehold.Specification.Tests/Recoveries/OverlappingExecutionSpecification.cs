using System.Data.Common;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A command of the pool is executed when it cannot be: while it runs, or when it is disposed.</summary>
public abstract class OverlappingExecutionSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    /// <summary>Every way to execute.</summary>
    public static TheoryData<string> Ways
        => ["ExecuteNonQueryAsync", "ExecuteNonQuery", "ExecuteScalarAsync", "ExecuteScalar", "ExecuteReaderAsync",
            "ExecuteReader"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Command_AgainWhileItsReaderIsOpen_ThrowsAndLosesNothing(string way)
    {
        // Refused before it would wait for a second place.
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(5)));
        await using var command = pools.Api.CreateCommand("SELECT 1 UNION ALL SELECT 2");
        var reader = await command.ExecuteReaderAsync(Ended);
        Assert.True(await reader.ReadAsync(Ended));

        for (var again = 0; again < 3; again++)
        {
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => ExecuteAsync(command, way));
        }

        // The first one reads on.
        Assert.Equal(1, pools.Api.Snapshot().InUse);
        Assert.True(await reader.ReadAsync(Ended));
        Assert.Equal(2, Convert.ToInt32(reader.GetValue(0), provider: null));
        await reader.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Command_AfterItsDisposal_ThrowsAndLosesNothing(string way)
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(5)));
        var command = pools.Api.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(Ended);
        await command.DisposeAsync();

        for (var again = 0; again < 3; again++)
        {
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => ExecuteAsync(command, way));
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Command_DisposedWhileItsReaderIsOpen_LosesNothing()
    {
        var pools = Build(api => api.Size = 1);
        DbDataReader reader;
        await using (var command = pools.Api.CreateCommand("SELECT 1 UNION ALL SELECT 2"))
        {
            reader = await command.ExecuteReaderAsync(Ended);
            Assert.True(await reader.ReadAsync(Ended));
        }

        await reader.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Command_FromManyThreadsAtOnce_LosesNothing()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(5)));
        await using var command = pools.Api.CreateCommand("SELECT 1");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                // A command is for one caller at a time: some fail, each in its own way.
                await Record.ExceptionAsync(() => command.ExecuteScalarAsync(Ended));
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        await AssertNothingLostAsync(pools.Api);
    }

    private static async Task ExecuteAsync(DbCommand command, string way)
    {
        switch (way)
        {
            case "ExecuteNonQueryAsync":
                await command.ExecuteNonQueryAsync(Ended);
                break;
            case "ExecuteNonQuery":
                command.ExecuteNonQuery();
                break;
            case "ExecuteScalarAsync":
                await command.ExecuteScalarAsync(Ended);
                break;
            case "ExecuteScalar":
                command.ExecuteScalar();
                break;
            case "ExecuteReaderAsync":
                await command.ExecuteReaderAsync(Ended);
                break;
            default:
                command.ExecuteReader();
                break;
        }
    }
}

public sealed class MariaDbOverlappingExecutionTests : OverlappingExecutionSpecification<MariaDbDatabase>;

public sealed class PostgreSqlOverlappingExecutionTests : OverlappingExecutionSpecification<PostgreSqlDatabase>;

public sealed class SqliteOverlappingExecutionTests : OverlappingExecutionSpecification<SqliteDatabase>;
