using Leasehold;
using Leasehold.EntityFrameworkCore.Gating;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Makes contexts lease their connections.</summary>
public static class LeaseholdDbContextOptionsExtensions
{
    /// <summary>
    /// Every connection the context opens is leased: from the pool of the flow in which the context first needs one.
    /// </summary>
    /// <param name="options">
    /// The context's options, which choose the provider and the database as before. When that is not the pools'
    /// database, opening throws <see cref="Leasehold.EntityFrameworkCore.DatabaseMismatchException"/>.
    /// </param>
    /// <param name="pools">The pools of the same database, with <c>SharedOverflow</c> on.</param>
    /// <param name="workload">
    /// The pool to lease from in any flow. Pooled contexts lease from this one, by default Api, and refuse flows of
    /// another workload.
    /// </param>
    public static DbContextOptionsBuilder UseLeasehold(
        this DbContextOptionsBuilder options, ConnectionPools pools, Workload? workload = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pools);
        GateOptionsExtension.Use(options, Databases.Of(pools), workload);
        return options;
    }

    /// <inheritdoc cref="UseLeasehold(DbContextOptionsBuilder, ConnectionPools, Workload?)"/>
    /// <typeparam name="TContext">The context.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseLeasehold<TContext>(
        this DbContextOptionsBuilder<TContext> options, ConnectionPools pools, Workload? workload = null)
        where TContext : DbContext
    {
        UseLeasehold((DbContextOptionsBuilder)options, pools, workload);
        return options;
    }
}
