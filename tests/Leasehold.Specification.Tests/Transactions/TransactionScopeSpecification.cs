using System.Data.Common;
using System.Transactions;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Transactions;

/// <summary>
/// An ambient transaction keeps the driver's connection past its closing, and so it keeps the permit.
/// </summary>
public abstract class TransactionScopeSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Return_InsideAScope_KeepsThePermitUntilItEnds(bool commits, bool bare)
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        using (var scope = Scope())
        {
            await InsertAsync(pools, table, bare);
            Assert.Equal(1, pools.Api.Snapshot().InUse); // closed, but the driver has it still
            if (commits)
            {
                scope.Complete();
            }
        }

        await AtRestAsync(pools);
        Assert.Equal(commits ? 1 : 0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }

    [Fact]
    public async Task Return_AfterTheScope_GivesThePermitBackThen()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        ConnectionLease lease;
        using (var scope = Scope())
        {
            lease = await pools.Api.LeaseAsync(Ended);
            await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)");
            scope.Complete();
        }

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await lease.DisposeAsync();

        await AtRestAsync(pools);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task Scope_RunsOutOfTime_GivesThePermitBack()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        await Assert.ThrowsAsync<TransactionAbortedException>(async () =>
        {
            using var scope = Scope(TimeSpan.FromMilliseconds(300));
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Transaction.Current!.TransactionCompleted += (_, _) => ended.TrySetResult();
            await InsertAsync(pools, table, bare: false);
            await ended.Task.WaitAsync(Patience, Ended);
            scope.Complete();
        });

        await AtRestAsync(pools);
        Assert.Equal(0, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }

    [Fact]
    public async Task Scope_WithAWaiter_ServesItWhenItEnds()
    {
        var pools = Build(api => (api.Size, api.ConnectTimeout) = (1, TimeSpan.FromSeconds(1)));
        var table = await Database.CreateTableAsync();
        Task<ConnectionLease> waiter;
        using (var scope = Scope())
        {
            await InsertAsync(pools, table, bare: false);
            using (new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
            {
                waiter = TouchedLeaseAsync(pools.Api);
                await WaitersAsync(pools.Api, 1);
            }

            scope.Complete();
        }

        await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
        await AtRestAsync(pools);
    }

    [Fact]
    public async Task Scope_LeaseFailsInside_GivesThePermitBack()
    {
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromMilliseconds(300)),
            connectionString: Database.UnreachableConnectionString);
        using var scope = Scope();

        Assert.NotNull(await Record.ExceptionAsync(() => pools.Api.LeaseAsync(Ended).AsTask()));

        await AtRestAsync(pools);
    }

    [Fact]
    public async Task Scopes_ManyAtOnce_NeverQueueInTheDriverNorExceedIt()
    {
        var pools = Build(api => (api.Size, api.MaxOverflow, api.ConnectTimeout) = (2, 1, TimeSpan.FromSeconds(1)));
        var table = await Database.CreateTableAsync();
        var committed = 0;
        var most = 0;
        var next = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var id = Interlocked.Increment(ref next);
                using var scope = Scope();
                await using (var lease = await pools.Api.LeaseAsync(Ended))
                {
                    await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES ({id})");
                }

                most = Math.Max(most, pools.Api.Snapshot(0) is var now ? now.InUse + now.OverflowInUse : 0);
                if (id % 3 != 0)
                {
                    scope.Complete();
                    Interlocked.Increment(ref committed);
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        await AtRestAsync(pools);
        Assert.InRange(most, 1, 3);
        Assert.Equal(committed, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        Assert.InRange(await CountConnectionsAsync(pools, bound: 3), 0, 3);
    }

    [Fact]
    public async Task Lease_OutsideAnyScope_IsNotHeldByAnOuterOne()
    {
        var pools = Build(api => api.Size = 1);
        using var scope = Scope();
        using (new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
        {
            await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        }

        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Return_OfALeaseFromBeforeTheScope_DoesNotJoinIt(bool closedByItsHolder)
    {
        var pools = Build(api => api.Size = 1);
        var lease = await TouchedLeaseAsync(pools.Api);
        var physical = Database.Physical(lease.Connection);
        using var scope = Scope();

        if (closedByItsHolder)
        {
            await lease.Connection.CloseAsync();
        }

        await Task.Run(lease.Dispose, Ended).WaitAsync(Patience, Ended);
        await AtRestAsync(pools);

        using var outside = new TransactionScope(
            TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        Assert.Equal(physical, await PhysicalOfNextAsync(pools.Api));
    }

    [Fact]
    public async Task Scope_ItsTransactionIsDisposedMeanwhile_GivesThePermitBack()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        using var transaction = new CommittableTransaction();
        using (var scope = new TransactionScope(transaction, TransactionScopeAsyncFlowOption.Enabled))
        {
            await InsertAsync(pools, table, bare: false);
            scope.Complete();
        }

        var disposed = transaction.Clone();
        await Record.ExceptionAsync(async () =>
        {
            using var scope = new TransactionScope(disposed, TransactionScopeAsyncFlowOption.Enabled);
            disposed.Dispose();
            await Record.ExceptionAsync(() => InsertAsync(pools, table, bare: false));
        });
        await Record.ExceptionAsync(() => Task.Run(transaction.Rollback, Ended));

        await AtRestAsync(pools);
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }

    [Theory]
    [InlineData(ResetOnReturn.Full, true, true)]
    [InlineData(ResetOnReturn.Full, true, false)]
    [InlineData(ResetOnReturn.Full, false, true)]
    [InlineData(ResetOnReturn.Full, false, false)]
    [InlineData(ResetOnReturn.Immediate, false, true)]
    [InlineData(ResetOnReturn.Immediate, false, false)]
    public async Task Return_EnlistedByItsHolder_LeavesTheTransactionsWorkAlone(
        ResetOnReturn reset, bool bare, bool blocks)
    {
        var pools = Build(api => (api.Size, api.ResetOnReturn) = (1, reset));
        var table = await Database.CreateTableAsync();
        using var transaction = new CommittableTransaction();
        await using var lease = bare ? null : await pools.Api.LeaseAsync(Ended);
        await using var opened = bare ? await pools.Api.OpenConnectionAsync(Ended) : null;
        var connection = lease?.Connection ?? opened!;
        connection.EnlistTransaction(transaction);
        await connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)");

        if (blocks)
        {
            Action close = opened is null ? lease!.Dispose : opened.Close;
            await Task.Run(close, Ended).WaitAsync(Patience, Ended);
        }
        else
        {
            await (opened?.CloseAsync() ?? lease!.DisposeAsync().AsTask());
        }

        // The pool knows of it, where the connection is its own.
        Assert.True(!bare || pools.Api.Snapshot().InUse == 1);
        await Task.Run(transaction.Commit, Ended).WaitAsync(Patience, Ended);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
        await AtRestAsync(pools);
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }

    private static TransactionScope Scope(TimeSpan? timeout = null)
        => new(TransactionScopeOption.Required, timeout ?? Patience, TransactionScopeAsyncFlowOption.Enabled);

    private static async Task InsertAsync(ConnectionPools pools, string table, bool bare)
    {
        await using var lease = bare ? null : await pools.Api.LeaseAsync(Ended);
        await using var opened = bare ? await pools.Api.OpenConnectionAsync(Ended) : null;
        await (lease?.Connection ?? opened!).ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)");
    }

    // The drivers let go in the same round of notifications as the pool, in no promised order.
    private static Task AtRestAsync(ConnectionPools pools)
        => Eventually.TrueAsync(
            () => pools.Api.Snapshot() is { InUse: 0, OverflowInUse: 0, Waiting: 0, Holders.Count: 0 },
            "the permit is back");
}
