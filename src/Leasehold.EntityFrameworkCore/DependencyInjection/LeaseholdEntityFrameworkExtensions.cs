using Leasehold;
using Leasehold.EntityFrameworkCore;
using Leasehold.EntityFrameworkCore.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

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
    /// <remarks>
    /// The context's options say which database, as before. When it is that of another <c>AddLeasehold</c>, the context
    /// leases there; when there is none for it, opening throws <see cref="DatabaseMismatchException"/>. A test that
    /// removes the context's registration, to put another in its place, gets the context without Leasehold.
    /// Also registers <see cref="SessionContexts{TContext}"/>, for contexts on a session.
    /// </remarks>
    public static LeaseholdBuilder AddEntityFrameworkCore<TContext>(
        this LeaseholdBuilder builder, Workload? workload = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var database = builder.Database;
        builder.Services.Configure<LeaseholdOptions>(
            database ?? Options.Options.DefaultName, static options => options.SharedOverflow = true);
        builder.Services.AddSingleton(new GatedContext<TContext>(builder.Services, database, workload));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton(
            typeof(IDbContextOptionsConfiguration<>), typeof(GatedContextConfiguration<>)));
        builder.Services.TryAddSingleton(services => new SessionContexts<TContext>(
            GatedContext<TContext>.PoolsOf(services, database), services.GetRequiredService<IServiceScopeFactory>()));
        return builder;
    }
}
