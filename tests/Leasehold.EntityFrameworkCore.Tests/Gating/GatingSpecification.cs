using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>Contexts of an existing application lease what they open.</summary>
public abstract class GatingSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    [Theory]
    [InlineData(Registration.Context, true)]
    [InlineData(Registration.Context, false)]
    [InlineData(Registration.ContextPool, true)]
    [InlineData(Registration.ContextPool, false)]
    [InlineData(Registration.Factory, true)]
    [InlineData(Registration.Factory, false)]
    [InlineData(Registration.PooledFactory, true)]
    [InlineData(Registration.PooledFactory, false)]
    public async Task Query_EveryRegistration_LeasesAndReturns(Registration registration, bool asynchronously)
    {
        var services = Build(registration);
        await using (var scope = services.CreateAsyncScope())
        {
            await using var context = Of(scope.ServiceProvider, registration);
            context.AddOrder("A-1");
            _ = asynchronously ? await context.SaveChangesAsync(Ended) : context.SaveChanges();
            var found = context.Orders.AsNoTracking().Where(order => order.Number == "A-1");
            var order = asynchronously ? await found.FirstOrDefaultAsync(Ended) : found.FirstOrDefault();
            Assert.NotNull(order);
            Assert.Equal(2, PoolsOf(services).Api.Snapshot().Leased);
            var pool = await Database.PoolOfAsync(context);
            Assert.Equal(pool is null ? null : PoolsOf(services).Api.Name, pool);
        }

        AssertAtRest(services);
    }

    [Fact]
    public async Task Open_InAFlow_HolderNamesEndpointContextAndTransaction()
    {
        var services = Build();
        await AddAsync("A-1", "A-2");
        using var flow = Flow.Begin("GET /orders", Workload.Api);
        await using var context = Create(services);

        await using (var transaction = await context.Database.BeginTransactionAsync(Ended))
        {
            var holder = Assert.Single(PoolsOf(services).Api.Snapshot().Holders);
            Assert.Equal(("GET /orders", nameof(ShopContext)), (holder.Flow, holder.Member));
            Assert.True(holder.InTransaction);
            Assert.Contains("GET /orders (ShopContext)", holder.ToString(), StringComparison.Ordinal);
            Assert.Equal(1, flow.HeldLeases);
            await transaction.CommitAsync(Ended);
        }

        await context.Database.OpenConnectionAsync(Ended);
        Assert.Equal(HolderActivity.Idle, Assert.Single(PoolsOf(services).Api.Snapshot().Holders).Activity);
        await using (var rows = context.Orders.AsAsyncEnumerable().GetAsyncEnumerator(Ended))
        {
            await rows.MoveNextAsync();
            Assert.Equal(HolderActivity.Database, Assert.Single(PoolsOf(services).Api.Snapshot().Holders).Activity);
        }

        Assert.False(Assert.Single(PoolsOf(services).Api.Snapshot().Holders).InTransaction);
        await context.Database.CloseConnectionAsync();
        Assert.Equal(0, flow.HeldLeases);
        AssertAtRest(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_PoolFull_IsRefusedAndWorksLater(bool asynchronously)
    {
        var services = Build(all: static o => o.Pools["Api"].MaxWaiters = 0);
        await using var context = Create(services);
        await using (var holder = Create(services))
        {
            await holder.Database.OpenConnectionAsync(Ended);

            var refused = await Record.ExceptionAsync(async () => _ = asynchronously
                ? await context.Orders.CountAsync(Ended)
                : context.Orders.Count());

            var exhausted = Assert.IsType<PoolExhaustedException>(
                refused is PoolExhaustedException ? refused : refused?.InnerException);
            Assert.Contains(nameof(ShopContext), exhausted.Message, StringComparison.Ordinal);
        }

        AssertAtRest(services);
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        AssertAtRest(services);
    }

    [Fact]
    public async Task Open_PoolFull_WaitsForItsTurn()
    {
        var services = Build();
        await using var context = Create(services);
        var holder = Create(services);
        await holder.Database.OpenConnectionAsync(Ended);

        var counting = context.Orders.CountAsync(Ended);
        Assert.Equal(1, PoolsOf(services).Api.Snapshot().Waiting);
        await holder.DisposeAsync();

        Assert.Equal(0, await counting.WaitAsync(Patience, Ended));
        AssertAtRest(services);
    }

    [Fact]
    public async Task Open_InOverflow_IsTheConnectionTheCallerHas()
    {
        var services = Build(all: o => o.Pools["Api"].MaxOverflow = 1);
        await using var first = Create(services);
        await using var second = Create(services);
        await first.Database.OpenConnectionAsync(Ended);
        var connection = second.Database.GetDbConnection();

        await second.Database.OpenConnectionAsync(Ended);

        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 7";
        Assert.Equal(7L, Convert.ToInt64(await command.ExecuteScalarAsync(Ended), provider: null));
        Assert.Equal(1, PoolsOf(services).Api.Snapshot().OverflowInUse);
        await second.Database.CloseConnectionAsync();
        await first.Database.CloseConnectionAsync();
        AssertAtRest(services);
    }

    [Fact]
    public async Task Connection_HandedOverOpen_IsNotGated()
    {
        var services = Build();
        await using var outside = await Database.OpenOutsideAsync();
        await using (var context = Create(services))
        {
            context.Database.SetDbConnection(outside, contextOwnsConnection: false);
            Assert.Equal(0, await context.Orders.CountAsync(Ended));
        }

        AssertAtRest(services, leased: false);
    }

    [Fact]
    public async Task Database_CreatedAndDeletedThroughIt_StillWorks()
    {
        var services = Build();
        await using var context = Create(services);

        Assert.True(await context.Database.CanConnectAsync(Ended));
        Assert.False(await context.Database.EnsureCreatedAsync(Ended));
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        Assert.True(await context.Database.EnsureDeletedAsync(Ended));
        Assert.True(await context.Database.EnsureCreatedAsync(Ended));
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        await AddAsync("A-1");
        Assert.Equal(1, await context.Orders.CountAsync(Ended));
        AssertAtRest(services);
    }

    [Fact]
    public async Task Query_OnDecimals_HasTheFunctionsOfTheProvider()
    {
        var services = Build();
        await using var context = Create(services);
        context.AddOrder("A-1", 9.5m);
        context.AddOrder("A-2", 100m);
        await context.SaveChangesAsync(Ended);

        Assert.Equal("A-2", (await context.Orders.SingleAsync(order => order.Total > 10m, Ended)).Number);
    }

    [Fact]
    public async Task UseLeasehold_PoolsWithASecondSource_SaysWhatToDo()
    {
        var options = new LeaseholdOptions { ApplicationName = "second-source" };
        await using var pools = new ConnectionPoolsBuilder(Database.CreateProvider(), options).Build();
        var builder = new DbContextOptionsBuilder<ShopContext>();
        Database.Use(builder);
        await using var context = new ShopContext(builder.UseLeasehold(pools).Options);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Orders.CountAsync(Ended));

        Assert.Contains("AddEntityFrameworkCore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseLeasehold_WithServicesOfEfCoresThatTheApplicationBuilt_Leases()
    {
        await using var provider = Database.AddServicesOfEfCore(new ServiceCollection()).BuildServiceProvider();
        var services = Build(context: options => options.UseInternalServiceProvider(provider));

        await using (var context = Create(services))
        {
            Assert.Equal(0, await context.Orders.CountAsync(Ended));
        }

        AssertAtRest(services);
    }

    [Fact]
    public async Task UseLeasehold_Twice_LeasesOnceFromTheLastPools()
    {
        var services = Build();
        var others = Build();
        await using var context = new ShopContext(
            new DbContextOptionsBuilder<ShopContext>(Plain())
                .UseLeasehold(PoolsOf(services)).UseLeasehold(PoolsOf(others), Workload.Batch).Options);

        Assert.Equal(0, await context.Orders.CountAsync(Ended));

        AssertAtRest(services, leased: false);
        Assert.Equal(1, PoolsOf(others).Batch.Snapshot().Leased);
    }

    [Theory]
    [InlineData(Registration.Factory)]
    [InlineData(Registration.PooledFactory)]
    public async Task Query_WithInterceptorsOfTheApplication_TellsThemOfEverything(Registration registration)
    {
        var seen = new SeenEvents();
        var services = Build(registration, context: options => options.AddInterceptors(seen));
        for (var i = 0; i < 2; i++)
        {
            await using var context = Create(services);
            Assert.Equal(0, await context.Orders.CountAsync(Ended));
        }

        string[] each = ["opening", "opened", "executing", "executed", "closing", "closed"];
        Assert.Equal([.. each, .. each], seen.Names);
    }

    private static ShopContext Of(IServiceProvider services, Registration registration)
        => registration is Registration.Context or Registration.ContextPool
            ? services.GetRequiredService<ShopContext>()
            : Create(services);
}
