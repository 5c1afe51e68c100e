using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>Which pool a context leases from.</summary>
public abstract class WorkloadSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    [Fact]
    public async Task Context_InAFlow_LeasesFromItsWorkload()
    {
        var services = Build();
        using (Flow.Begin("nightly", Workload.Batch))
        {
            await CountAsync(services);
        }

        await CountAsync(services);

        Assert.Equal((1L, 0L, 1L), Leased(PoolsOf(services)));
    }

    [Fact]
    public async Task Context_UsedInAnInnerFlow_StaysWithItsPool()
    {
        var services = Build();
        await using var context = Create(services);
        await context.Orders.CountAsync(Ended);
        using (Flow.Begin("inner", Workload.Background))
        {
            await context.Orders.CountAsync(Ended);
        }

        Assert.Equal((2L, 0L, 0L), Leased(PoolsOf(services)));
    }

    [Fact]
    public async Task Context_OfANamedWorkload_LeasesFromThatInAnyFlow()
    {
        var services = Build();
        await using var context = new ShopContext(Options(PoolsOf(services), Workload.Batch));
        using (Flow.Begin("GET /report", Workload.Api))
        {
            await context.Orders.CountAsync(Ended);
        }

        Assert.Equal((0L, 0L, 1L), Leased(PoolsOf(services)));
    }

    [Theory]
    [InlineData(Registration.PooledFactory, true)]
    [InlineData(Registration.PooledFactory, false)]
    public async Task PooledContext_InAFlowOfAnotherWorkload_Refuses(Registration registration, bool asynchronously)
    {
        var services = Build(registration);
        using (Flow.Begin("worker", Workload.Background))
        {
            await using var context = Create(services);
            var refused = await Assert.ThrowsAsync<WorkloadMismatchException>(async () => _ = asynchronously
                ? await context.Orders.CountAsync(Ended)
                : context.Orders.Count());

            Assert.Contains("worker", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith("docs/errors/workload-mismatch.md", refused.HelpLink, StringComparison.Ordinal);
            Assert.Equal((Workload.Api, Workload.Background), (refused.ContextWorkload, refused.FlowWorkload));
        }

        AssertAtRest(services, leased: false);
        using (Flow.Begin("GET /orders", Workload.Api))
        {
            await CountAsync(services);
        }

        Assert.Equal((1L, 0L, 0L), Leased(PoolsOf(services)));
    }

    [Fact]
    public async Task PooledContext_OfTheFlowsWorkload_Leases()
    {
        var services = Build();
        var factory = new PooledDbContextFactory<ShopContext>(Options(PoolsOf(services), Workload.Background), 4);
        for (var i = 0; i < 3; i++)
        {
            using var flow = Flow.Begin("worker", Workload.Background);
            await using var context = factory.CreateDbContext();
            await context.Orders.CountAsync(Ended);
        }

        Assert.Equal((0L, 3L, 0L), Leased(PoolsOf(services)));
    }

    private DbContextOptions<ShopContext> Options(ConnectionPools pools, Workload workload)
    {
        var options = new DbContextOptionsBuilder<ShopContext>();
        Database.Use(options);
        return options.UseLeasehold(pools, workload).Options;
    }

    private static async Task CountAsync(IServiceProvider services)
    {
        await using var context = Create(services);
        await context.Orders.CountAsync(Ended);
    }

    private static (long Api, long Background, long Batch) Leased(ConnectionPools pools)
        => (pools.Api.Snapshot().Leased, pools.Background.Snapshot().Leased, pools.Batch.Snapshot().Leased);
}
