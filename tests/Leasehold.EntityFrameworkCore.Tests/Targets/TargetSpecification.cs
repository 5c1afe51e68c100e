using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Targets;

/// <summary>A context goes to the database that its options name, or nowhere.</summary>
/// <remarks>The pools are for one database; another one exists beside it, with the same tables.</remarks>
public abstract class TargetSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    protected TDatabase Other { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Other.InitializeAsync();
        await using var context = new ShopContext(PlainOther());
        await context.Database.EnsureCreatedAsync(Ended);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await Other.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveChanges_OptionsNameAnotherDatabase_IsRefusedAndBothAreNamed(bool asynchronously)
    {
        var services = Build();
        await using var context = new ShopContext(Leasing(PoolsOf(services), Other));
        context.AddOrder("A-1");

        var refused = await Assert.ThrowsAsync<DatabaseMismatchException>(async () => _ = asynchronously
            ? await context.SaveChangesAsync(Ended)
            : context.SaveChanges());

        Assert.Contains(NameOf(Database), refused.Message, StringComparison.Ordinal);
        Assert.Contains(NameOf(Other), refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ShopContext), refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("docs/errors/database-mismatch.md", refused.HelpLink, StringComparison.Ordinal);
        Assert.Equal((0, 0), await CountAsync());
        AssertAtRest(services, leased: false);
    }

    [Fact]
    public async Task SetConnectionString_BeforeTheFirstUse_IsRefused()
    {
        var services = Build();
        await using var context = Create(services);
        context.Database.SetConnectionString(Other.ConnectionString);
        context.AddOrder("A-1");

        await Assert.ThrowsAsync<DatabaseMismatchException>(() => context.SaveChangesAsync(Ended));

        Assert.Equal((0, 0), await CountAsync());
    }

    [Theory]
    [InlineData(Registration.Factory)]
    [InlineData(Registration.PooledFactory)]
    public async Task SetConnectionString_AfterAUse_IsRefusedAndWorksWhenItIsSetBack(Registration registration)
    {
        var services = Build(registration);
        await using var context = Create(services);
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        context.Database.SetConnectionString(Other.ConnectionString);
        context.AddOrder("A-1");

        await Assert.ThrowsAsync<DatabaseMismatchException>(() => context.SaveChangesAsync(Ended));
        Assert.Throws<DatabaseMismatchException>(() => context.Database.OpenConnection());
        Assert.Equal((0, 0), await CountAsync());
        AssertAtRest(services);

        context.Database.SetConnectionString(Database.ConnectionString);
        await context.SaveChangesAsync(Ended);
        Assert.Equal((1, 0), await CountAsync());
        Assert.Equal(2, PoolsOf(services).Api.Snapshot().Leased);
        AssertAtRest(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EnsureDeleted_OptionsNameAnotherDatabase_NeverDropsThePools(bool asynchronously)
    {
        await AddAsync("A-1");
        var services = Build();
        await using (var context = new ShopContext(Leasing(PoolsOf(services), Other)))
        {
            _ = await Record.ExceptionAsync(async () => _ = asynchronously
                ? await context.Database.EnsureDeletedAsync(Ended)
                : context.Database.EnsureDeleted());
        }

        await using var plain = new ShopContext(Plain());
        Assert.Equal(1, await plain.Orders.CountAsync(Ended));
    }

    [Fact]
    public async Task EnsureDeleted_AfterSetConnectionString_NeverDropsThePools()
    {
        await AddAsync("A-1");
        var services = Build();
        await using (var context = Create(services))
        {
            Assert.Equal(1, await context.Orders.CountAsync(Ended));
            context.Database.SetConnectionString(Other.ConnectionString);
            _ = await Record.ExceptionAsync(() => context.Database.EnsureDeletedAsync(Ended));
        }

        await using var plain = new ShopContext(Plain());
        Assert.Equal(1, await plain.Orders.CountAsync(Ended));
    }

    [Fact]
    public async Task Query_OptionsNameARegisteredDatabase_LeasesThere()
    {
        var services = BuildWithBoth();
        await using var context = Create(services);
        context.Database.SetConnectionString(Other.ConnectionString);
        context.AddOrder("B-1");
        await context.SaveChangesAsync(Ended);
        Assert.Equal(1, await context.Database.ExecuteSqlRawAsync(
            Database.Sql("UPDATE \"Orders\" SET \"Total\" = 7"), Ended));

        Assert.Equal((0, 1), await CountAsync());
        Assert.Equal(0, PoolsOf(services).Api.Snapshot().Leased);
        var other = services.GetRequiredKeyedService<ConnectionPools>("other");
        Assert.Equal((2, 0), (other.Api.Snapshot().Leased, other.Api.Snapshot().InUse));
    }

    [Theory]
    [InlineData(Registration.Factory)]
    [InlineData(Registration.PooledFactory)]
    public async Task SetConnectionString_BackAndForth_EveryRowGoesWhereItBelongs(Registration registration)
    {
        var services = BuildWithBoth(registration);
        for (var i = 0; i < 6; i++)
        {
            await using var context = Create(services);
            foreach (var database in (TDatabase[])[Other, Database, Other])
            {
                context.Database.SetConnectionString(database.ConnectionString);
                context.AddOrder("A-1");
                await context.SaveChangesAsync(Ended);
                context.ChangeTracker.Clear();
            }

            // EF Core makes this command before it opens.
            context.Database.SetConnectionString(Database.ConnectionString);
            await context.Database.ExecuteSqlRawAsync(
                Database.Sql("UPDATE \"Orders\" SET \"Number\" = 'moved'"), Ended);
            Assert.Equal(i + 1, await context.Orders.CountAsync(static order => order.Number == "moved", Ended));

            Assert.Equal((i + 1, 2 * (i + 1)), await CountAsync());
        }

        AssertAtRest(services);
    }

    [Fact]
    public async Task Registration_ReplacedByATest_LeavesItsContextToTheTestsDatabase()
    {
        await AssertReplacedAsync(static (services, configure) =>
        {
            var configuration = services.SingleOrDefault(
                static s => s.ServiceType == typeof(IDbContextOptionsConfiguration<ShopContext>));
            services.Remove(configuration!);
            services.AddDbContext<ShopContext>(configure);
        });
        await AssertReplacedAsync(static (services, configure) =>
        {
            var options = services.SingleOrDefault(
                static s => s.ServiceType == typeof(DbContextOptions<ShopContext>));
            services.Remove(options!);
            services.AddDbContext<ShopContext>(configure);
        });
    }

    [Fact]
    public async Task Registration_AddedAfterLeasehold_IsFoundOnceAndLeases()
    {
        var services = new ServiceCollection();
        AddLeasehold(services);
        services.AddDbContext<ShopContext>(options => Database.Use(options));
        Assert.Single(services, static s => s.ServiceType == typeof(DbContextOptions<ShopContext>));
        await using var built = services.BuildServiceProvider(validateScopes: true);
        await using var scope = built.CreateAsyncScope();

        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<ShopContext>().Orders.CountAsync(Ended));

        Assert.Equal(1, PoolsOf(built).Api.Snapshot().Leased);
    }

    [Fact]
    public async Task Context_NotNamed_IsLeftAlone()
    {
        var services = new ServiceCollection();
        AddLeasehold(services);
        services.AddDbContext<BystanderContext>(options => Other.Use(options));
        await using var built = services.BuildServiceProvider(validateScopes: true);
        await using var scope = built.CreateAsyncScope();

        Assert.True(await scope.ServiceProvider.GetRequiredService<BystanderContext>().Database.CanConnectAsync(Ended));

        AssertAtRest(built, leased: false);
    }

    protected static string NameOf(ContextDatabase database)
    {
        using var context = new ShopContext(Options(database).Options);
        return context.Database.GetDbConnection() is { Database: not "main" } connection
            ? connection.Database
            : context.Database.GetDbConnection().DataSource;
    }

    protected static DbContextOptions<ShopContext> Leasing(ConnectionPools pools, ContextDatabase database)
        => Options(database).UseLeasehold(pools).Options;

    protected async Task<(int Own, int Other)> CountAsync()
    {
        await using var own = new ShopContext(Plain());
        await using var other = new ShopContext(PlainOther());
        return (await own.Orders.CountAsync(Ended), await other.Orders.CountAsync(Ended));
    }

    private static DbContextOptionsBuilder<ShopContext> Options(ContextDatabase database)
    {
        var options = new DbContextOptionsBuilder<ShopContext>();
        database.Use(options);
        return options;
    }

    private DbContextOptions<ShopContext> PlainOther() => Options(Other).Options;

    private ServiceProvider BuildWithBoth(Registration registration = Registration.Factory)
        => Build(
            registration,
            more: services => services
                .AddLeasehold(
                    "other",
                    new ConfigurationBuilder().Build(),
                    static options => (options.ApplicationName, options.SharedOverflow) = ("ef-other", true))
                .UseProvider(_ => Other.CreateProvider()));

    private void AddLeasehold(IServiceCollection services)
        => services.AddLeasehold(new ConfigurationBuilder().Build(), static options => options.ApplicationName = "ef")
            .UseProvider(_ => Database.CreateProvider())
            .AddEntityFrameworkCore<ShopContext>();

    private async Task AssertReplacedAsync(
        Action<IServiceCollection, Action<DbContextOptionsBuilder>> replace)
    {
        var before = await CountAsync();
        var services = new ServiceCollection();
        services.AddDbContext<ShopContext>(options => Database.Use(options));
        AddLeasehold(services);
        replace(services, options => Other.Use(options));
        await using var built = services.BuildServiceProvider(validateScopes: true);
        await using (var scope = built.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
            context.AddOrder("T-1");
            await context.SaveChangesAsync(Ended);
        }

        Assert.Equal((before.Own, before.Other + 1), await CountAsync());
        AssertAtRest(built, leased: false);
    }

    /// <summary>A context that nobody named to Leasehold.</summary>
    private sealed class BystanderContext(DbContextOptions<BystanderContext> options) : DbContext(options);
}
