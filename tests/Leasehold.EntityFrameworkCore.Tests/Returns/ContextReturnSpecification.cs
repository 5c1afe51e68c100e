using System.Runtime.CompilerServices;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Returns;

/// <summary>What a context leaves on its connection reaches nobody, however the context ends.</summary>
/// <remarks>Seen from another session of the server, before anyone leases again.</remarks>
public abstract class ContextReturnSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    [Theory]
    [InlineData(Registration.Factory, true)]
    [InlineData(Registration.Factory, false)]
    [InlineData(Registration.PooledFactory, true)]
    [InlineData(Registration.PooledFactory, false)]
    public async Task Dispose_WhileOpenInATransactionBegunInText_UndoesIt(
        Registration registration, bool asynchronously)
    {
        await AddAsync("A-1");
        var services = Build(registration);
        var context = Create(services);
        await context.Database.OpenConnectionAsync(Ended);
        await LeaveAsync(context);

        if (asynchronously)
        {
            await context.DisposeAsync();
        }
        else
        {
            context.Dispose();
        }

        await AssertUndoneAsync(services);
    }

    [Theory]
    [InlineData(Registration.Context)]
    [InlineData(Registration.ContextPool)]
    public async Task ScopeEnds_WhileOpenInATransactionBegunInText_UndoesIt(Registration registration)
    {
        await AddAsync("A-1");
        var services = Build(registration);
        await using (var scope = services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
            await context.Database.OpenConnectionAsync(Ended);
            await LeaveAsync(context);
        }

        await AssertUndoneAsync(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CloseConnection_InATransactionBegunInText_UndoesIt(bool asynchronously)
    {
        await AddAsync("A-1");
        var services = Build();
        await using var context = Create(services);
        await context.Database.OpenConnectionAsync(Ended);
        await LeaveAsync(context);

        if (asynchronously)
        {
            await context.Database.CloseConnectionAsync();
        }
        else
        {
            context.Database.CloseConnection();
        }

        await AssertUndoneAsync(services);
    }

    [Fact]
    public async Task ExecuteSql_TransactionBegunInText_IsUndoneWithTheCommand()
    {
        await AddAsync("A-1");
        var services = Build();
        await using var context = Create(services);
        var leaves = Database.Begin + Database.Sql("; UPDATE \"Orders\" SET \"Total\" = 77");

        await context.Database.ExecuteSqlRawAsync(leaves, Ended);

        await AssertUndoneAsync(services);
    }

    [Fact]
    public async Task Dispose_WhileOpenInEfCoresTransaction_UndoesIt()
    {
        await AddAsync("A-1");
        var services = Build();
        await using (var context = Create(services))
        {
            await context.Database.BeginTransactionAsync(Ended);
            await context.Database.ExecuteSqlRawAsync(
                Database.Sql("UPDATE \"Orders\" SET \"Total\" = 77"), Ended);
        }

        await AssertUndoneAsync(services);
    }

    [Theory]
    [InlineData(Registration.Factory)]
    [InlineData(Registration.PooledFactory)]
    public async Task Context_DroppedWithAnOpenEnumerator_IsRecoveredOrReportedWithItsOrigin(
        Registration registration)
    {
        await AddAsync("A-1", "A-2", "A-3");
        using var logs = new LostContextReports();
        var services = Build(registration, logs: logs);
        await DropAsync(services);

        var started = TimeProvider.System.GetTimestamp();
        while (logs.Lines.Count == 0 && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        var report = Assert.Single(logs.Lines);
        Assert.Contains("GET /lost", report, StringComparison.Ordinal);
        Assert.Contains(nameof(ShopContext), report, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(
            () => PoolsOf(services).Api.Snapshot(0).Leaked == 1, TimeSpan.FromSeconds(5)), "It is counted.");
        await AssertFreeAsync(services);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task DropAsync(IServiceProvider services)
    {
        using var flow = Flow.Begin("GET /lost", Workload.Api);
        var rows = Create(services).Orders.AsNoTracking().AsAsyncEnumerable().GetAsyncEnumerator(Ended);
        Assert.True(await rows.MoveNextAsync());
    }

    private async Task LeaveAsync(ShopContext context)
    {
        await context.Database.ExecuteSqlRawAsync(Database.Begin, Ended);
        await context.Database.ExecuteSqlRawAsync(Database.Sql("UPDATE \"Orders\" SET \"Total\" = 77"), Ended);
    }

    private async Task AssertUndoneAsync(IServiceProvider services)
    {
        Assert.True(await Database.AreOrdersWritableAsync(), "Another session cannot write.");
        await using (var plain = new ShopContext(Plain()))
        {
            Assert.False(await plain.Orders.AnyAsync(static order => order.Total == 77, Ended));
        }

        await AssertFreeAsync(services);
    }

    private static async Task AssertFreeAsync(IServiceProvider services)
    {
        AssertAtRest(services);
        await using (var scope = services.CreateAsyncScope())
        {
            var factory = scope.ServiceProvider.GetService<IDbContextFactory<ShopContext>>();
            await using var another = factory is null
                ? scope.ServiceProvider.GetRequiredService<ShopContext>()
                : await factory.CreateDbContextAsync(Ended);
            another.AddOrder("B-1");
            await another.SaveChangesAsync(Ended).WaitAsync(Patience, Ended);
        }

        AssertAtRest(services);
    }
}
