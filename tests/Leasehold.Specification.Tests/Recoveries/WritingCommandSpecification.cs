using System.Diagnostics.CodeAnalysis;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A result left half-way is cancelled, but not what writes.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public abstract class WritingCommandSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    /// <summary>A SELECT whose first rows are sent at once, and one that takes longer than a cancellation.</summary>
    protected abstract string SendsAndSleeps { get; }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommandsReader_LeftHalfWayBeforeAWrite_TheWriteIsDone(bool asynchronously)
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        await using var command = pools.Api.CreateCommand(
            $"-- all of it\n{SendsAndSleeps}; INSERT INTO {table} (id) VALUES (1)");
        var reader = await command.ExecuteReaderAsync(Ended);
        Assert.True(await reader.ReadAsync(Ended));

        await Task.Run(() => asynchronously ? reader.DisposeAsync().AsTask() : Task.Run(reader.Dispose, Ended), Ended)
            .WaitAsync(Patience, Ended);

        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AssertNothingLostAsync(pools.Api);
    }
}
