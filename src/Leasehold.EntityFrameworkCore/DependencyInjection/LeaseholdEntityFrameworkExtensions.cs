using Leasehold.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Leasehold;

/// <summary>Adds EF Core contexts to Leasehold.</summary>
public static class LeaseholdEntityFrameworkExtensions
{
    /// <summary>
    /// Lets a context registered with <c>AddDbContext</c>, <c>AddDbContextFactory</c>, <c>AddDbContextPool</c> or
    /// <c>AddPooledDbContextFactory</c>, before or after, lease its connections; its registration stays as it is.
    /// </summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned, with the database chosen that the context uses.</param>
    /// <param name="workload">
    /// The pool to lease from: by default that of the flow. Pooled contexts lease from this one, by default Api, and
    /// refuse flows of another workload.
    /// </param>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <remarks>Also registers <see cref="SessionContexts{TContext}"/>, for contexts on a session.</remarks>
    public static LeaseholdBuilder AddEntityFrameworkCore<TContext>(
        this LeaseholdBuilder builder, Workload? workload = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var database = builder.Database;
        builder.Services.Configure<LeaseholdOptions>(
            database ?? Options.DefaultName, static options => options.SharedOverflow = true);
        builder.Services.ConfigureDbContext<TContext>(
            (services, options) => options.UseLeasehold(PoolsOf(services, database), workload),
            ServiceLifetime.Singleton);
        builder.Services.TryAddSingleton(services => new SessionContexts<TContext>(
            PoolsOf(services, database), services.GetRequiredService<IServiceScopeFactory>()));
        return builder;
    }

    private static ConnectionPools PoolsOf(IServiceProvider services, string? database)
        => database is null
            ? services.GetRequiredService<ConnectionPools>()
            : services.GetRequiredKeyedService<ConnectionPools>(database);
}
