using System.Data.Common;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>However a context lets go of its connection, the place is free again, once.</summary>
/// <remarks>Each pool has one place: a second query through another context shows that it is really free.</remarks>
public abstract class ReleaseSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    [Theory]
    [InlineData(Registration.Factory, true)]
    [InlineData(Registration.Factory, false)]
    [InlineData(Registration.PooledFactory, true)]
    [InlineData(Registration.PooledFactory, false)]
    public async Task Dispose_AfterOpenConnection_Frees(Registration registration, bool asynchronously)
    {
        var services = Build(registration);
        for (var i = 0; i < 3; i++)
        {
            var context = Create(services);
            if (asynchronously)
            {
                await context.Database.OpenConnectionAsync(Ended);
                await context.DisposeAsync();
            }
            else
            {
                context.Database.OpenConnection();
                context.Dispose();
            }
        }

        await AssertFreeAsync(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_InATransaction_Frees(bool asynchronously)
    {
        var services = Build();
        await using (var context = Create(services))
        {
            context.AddOrder("A-1");
            if (asynchronously)
            {
                await context.Database.BeginTransactionAsync(Ended);
                await context.SaveChangesAsync(Ended);
            }
            else
            {
                context.Database.BeginTransaction();
                context.SaveChanges();
            }
        }

        await AssertFreeAsync(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_LeftHalfWay_Frees(bool disposesEnumerator)
    {
        await AddAsync("A-1", "A-2", "A-3");
        var services = Build();
        await using (var context = Create(services))
        {
            var rows = context.Orders.AsNoTracking().AsAsyncEnumerable().GetAsyncEnumerator(Ended);
            Assert.True(await rows.MoveNextAsync());
            Assert.Equal(1, PoolsOf(services).Api.Snapshot().InUse);
            if (disposesEnumerator)
            {
                await rows.DisposeAsync();
                AssertAtRest(services);
            }
        }

        await AssertFreeAsync(services);
    }

    [Fact]
    public async Task Command_ThatFails_Frees()
    {
        var services = Build();
        await using var context = Create(services);

        await Assert.ThrowsAnyAsync<DbException>(
            () => context.Database.ExecuteSqlRawAsync("SELECT nothing FROM nowhere", Ended));
        Assert.ThrowsAny<DbException>(() => context.Database.ExecuteSqlRaw("SELECT nothing FROM nowhere"));

        await AssertFreeAsync(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ThatFails_Frees(bool asynchronously)
    {
        var services = Build(
            connectionString: Database.UnreachableConnectionString,
            all: static options => options.Pools[Workload.Api.Name].AcquireTimeout = TimeSpan.FromMilliseconds(300));
        await using var context = Create(services);
        for (var i = 0; i < 2; i++)
        {
            var failure = await Record.ExceptionAsync(async () => _ = asynchronously
                ? await context.Orders.CountAsync(Ended)
                : context.Orders.Count());

            Assert.IsNotType<PoolExhaustedException>(failure);
            while (failure is not (null or DbException))
            {
                failure = failure.InnerException; // EF Core may wrap it, and the pool where it tried again in vain
            }

            Assert.NotNull(failure);
        }

        AssertAtRest(services, leased: Database is SqliteContextDatabase ? null : true); // a file fails before its gate
    }

    [Fact]
    public async Task Open_CancelledInLine_LosesNoPlace()
    {
        var services = Build();
        await using var context = Create(services);
        var holder = Create(services);
        await holder.Database.OpenConnectionAsync(Ended);
        using var cancelled = new CancellationTokenSource();

        var counting = context.Orders.CountAsync(cancelled.Token);
        Assert.Equal(1, PoolsOf(services).Api.Snapshot().Waiting);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => context.Database.OpenConnectionAsync(new CancellationToken(canceled: true)));
        await holder.DisposeAsync();

        await AssertFreeAsync(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_OtherInterceptorThrows_Frees(bool asynchronously)
    {
        var services = Build(context: static options => options.AddInterceptors(new ThrowingInterceptor()));
        await using var context = Create(services);

        var failure = await Record.ExceptionAsync(async () =>
        {
            if (asynchronously)
            {
                await context.Database.OpenConnectionAsync(Ended);
            }
            else
            {
                context.Database.OpenConnection();
            }
        });

        Assert.IsType<NotSupportedException>(failure);
        Assert.All(PoolsOf(services).Snapshot(), static now => Assert.Equal(0, now.InUse));
    }

    [Fact]
    public async Task Open_InterceptorThrowsAfterwards_Frees()
    {
        var services = Build();
        await using var context = CreateThrowing(services, new NotSupportedException());

        await Assert.ThrowsAsync<NotSupportedException>(() => context.Database.OpenConnectionAsync(Ended));
        Assert.Throws<NotSupportedException>(() => context.Database.OpenConnection());

        Assert.Equal(2, PoolsOf(services).Api.Snapshot().Leased);
        await AssertFreeAsync(services);
    }

    [Fact]
    public async Task Open_InterceptorCancelsAfterwards_FreesWhenTheContextEnds()
    {
        var services = Build();
        await using (var context = CreateThrowing(services, new OperationCanceledException()))
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => context.Database.OpenConnectionAsync(Ended));
        }

        await AssertFreeAsync(services);
    }

    [Fact]
    public async Task Connection_OpenedManyTimes_IsReturnedEachTime()
    {
        var services = Build();
        await using var context = Create(services);
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(0, await context.Orders.CountAsync(Ended));
            Assert.Equal(i, PoolsOf(services).Api.Snapshot().Leased);
            AssertAtRest(services);
        }

        await context.Database.OpenConnectionAsync(Ended);
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        Assert.Equal(6, PoolsOf(services).Api.Snapshot().Leased);
        await context.Database.CloseConnectionAsync();
        await AssertFreeAsync(services);
    }

    private ShopContext CreateThrowing(IServiceProvider services, Exception afterwards)
    {
        var builder = new DbContextOptionsBuilder<ShopContext>();
        Database.Use(builder);
        builder.UseLeasehold(PoolsOf(services)).AddInterceptors(new ThrowingInterceptor(true, afterwards));
        return new ShopContext(builder.Options);
    }

    private static async Task AssertFreeAsync(IServiceProvider services)
    {
        AssertAtRest(services);
        await using (var another = Create(services))
        {
            await another.Orders.CountAsync(Ended).WaitAsync(Patience, Ended);
        }

        AssertAtRest(services);
    }
}
