using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A lease is disposed while its holder still executes on another thread.</summary>
public abstract class BusyReturnSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    /// <summary>A SELECT of one row that takes half a second.</summary>
    protected abstract string Slow { get; }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Return_WhileACommandRuns_LosesNothingAndTheNextReadWhatTheyAskFor(bool asynchronously)
    {
        var pools = Build(api => api.Size = 2);
        for (var round = 0; round < 4; round++)
        {
            var lease = await TouchedLeaseAsync(pools.Api);
            var running = Task.Run(
                async () =>
                {
                    await using var command = lease.Connection.CreateCommand();
                    command.CommandText = Slow;
                    await command.ExecuteNonQueryAsync(Ended);
                },
                Ended);
            await Eventually.TrueAsync(
                () => pools.Api.Snapshot().Holders is [{ Activity: HolderActivity.Database }], "the command runs");

            await Task.Run(async () => await (asynchronously ? lease.DisposeAsync() : Blocking(lease)), Ended)
                .WaitAsync(Patience, Ended);

            for (var number = 1; number <= 4; number++)
            {
                var leases = await LeaseAsync(pools.Api, 2);
                foreach (var next in leases)
                {
                    Assert.Equal(number, await next.Connection.ReadAsync($"SELECT {number}"));
                }

                await ReturnAsync(leases);
            }

            await Record.ExceptionAsync(() => running.WaitAsync(Patience, Ended));
        }

        await AssertNothingLostAsync(pools.Api);
    }

    private static ValueTask Blocking(ConnectionLease lease)
    {
        lease.Dispose();
        return default;
    }
}
