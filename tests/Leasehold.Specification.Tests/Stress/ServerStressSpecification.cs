using System.Data.Common;
using System.Transactions;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Stress;

/// <summary>Sessions killed by the server, and ambient transactions.</summary>
public abstract class ServerStressSpecification<TDatabase> : StressSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    protected override async Task FaultAsync(ConnectionPools pools, Random random)
    {
        if (random.Next(4) == 0)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            await Database.KillAsync(Database.Physical(lease.Connection));
            if (random.Next(2) == 0)
            {
                await lease.Connection.ReadAsync(Database.Touch); // notices it, or leaves that to the next one
            }

            return;
        }

        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ExecuteAsync($"INSERT INTO {Table} (id) VALUES ({NextId()})");
        }

        if (random.Next(2) == 0)
        {
            scope.Complete();
        }
    }

    // A killed connection may be handed out within the bypass; a wait inside the driver is never in order.
    protected override bool IsExpected(ConnectionPools pools, Exception exception)
        => !Database.IsDriverPoolTimeout(exception)
            && pools.Provider.Classify(exception) == DatabaseErrorKind.ConnectionBroken
            && exception is DbException or CommitOutcomeUnknownException or TransactionException;
}
