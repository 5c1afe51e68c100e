using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>An application's services on a database of the test's own; both go when the test ends.</summary>
public abstract class ContextSpecification<TDatabase> : IAsyncLifetime
    where TDatabase : ContextDatabase, new()
{
    /// <summary>Bounds what must happen soon: far above what a busy machine takes, far below a hang.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static int s_applications;
    private readonly List<ServiceProvider> _built = [];

    protected TDatabase Database { get; } = new();

    protected static CancellationToken Ended => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await using var context = new ShopContext(Plain());
        await context.Database.EnsureCreatedAsync(Ended);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var services in _built)
        {
            await services.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    /// <summary>An application that registers its context in one of EF Core's ways, and Leasehold beside it.</summary>
    protected ServiceProvider Build(
        Registration registration = Registration.Factory,
        Action<LeaseholdOptions>? all = null,
        bool retries = false,
        string? connectionString = null,
        Action<DbContextOptionsBuilder>? context = null,
        ILoggerProvider? logs = null,
        Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        if (logs is not null)
        {
            services.AddLogging(logging => logging.AddProvider(logs));
        }

        Register(services, registration, options =>
        {
            Database.Use(options, retries, connectionString);
            context?.Invoke(options);
        });
        services.AddLeasehold(new ConfigurationBuilder().Build(), options =>
            {
                options.ApplicationName = $"ef-{Environment.ProcessId}-{Interlocked.Increment(ref s_applications)}";
                foreach (var pool in options.Pools.Values)
                {
                    (pool.Size, pool.MaxOverflow, pool.AcquireTimeout) = (1, 0, Patience);
                }

                all?.Invoke(options);
            })
            .UseProvider(_ => Database.CreateProvider(connectionString))
            .AddEntityFrameworkCore<ShopContext>();
        more?.Invoke(services);
        var built = services.BuildServiceProvider(validateScopes: true);
        _built.Add(built);
        return built;
    }

    /// <summary>A context of a factory.</summary>
    protected static ShopContext Create(IServiceProvider services)
        => services.GetRequiredService<IDbContextFactory<ShopContext>>().CreateDbContext();

    protected static ConnectionPools PoolsOf(IServiceProvider services)
        => services.GetRequiredService<ConnectionPools>();

    /// <summary>Options that know nothing of Leasehold.</summary>
    protected DbContextOptions<ShopContext> Plain()
    {
        var options = new DbContextOptionsBuilder<ShopContext>();
        Database.Use(options);
        return options.Options;
    }

    protected async Task AddAsync(params string[] numbers)
    {
        await using var context = new ShopContext(Plain());
        foreach (var number in numbers)
        {
            context.AddOrder(number);
        }

        await context.SaveChangesAsync(Ended);
    }

    /// <summary>Nothing is in use and no one waits, in any pool, and something was leased, or nothing.</summary>
    /// <remarks>Soon: what a context leaves open MySQL's adapter undoes in the background, place in hand.</remarks>
    protected static void AssertAtRest(IServiceProvider services, bool? leased = true)
    {
        SpinWait.SpinUntil(
            () => PoolsOf(services).Snapshot(0).All(static now => (now.InUse, now.OverflowInUse) == (0, 0)), Patience);
        var all = PoolsOf(services).Snapshot();
        Assert.All(all, static now => Assert.Equal((0, 0, 0), (now.InUse, now.OverflowInUse, now.Waiting)));
        Assert.Equal(leased ?? all.Any(static now => now.Leased > 0), all.Any(static now => now.Leased > 0));
    }

    private static void Register(
        ServiceCollection services, Registration registration, Action<DbContextOptionsBuilder> configure)
        => _ = registration switch
        {
            Registration.Context => services.AddDbContext<ShopContext>(configure),
            Registration.ContextPool => services.AddDbContextPool<ShopContext>(configure),
            Registration.Factory => services.AddDbContextFactory<ShopContext>(configure),
            _ => services.AddPooledDbContextFactory<ShopContext>(configure),
        };
}
