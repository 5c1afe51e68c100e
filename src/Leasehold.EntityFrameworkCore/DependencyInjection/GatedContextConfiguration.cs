using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Leasehold.EntityFrameworkCore.DependencyInjection;

/// <summary>Lets the contexts lease that were named, and leaves the others alone.</summary>
/// <remarks>
/// Registered once, for contexts of every type: so it works whether a context is registered before or after, with
/// options of any lifetime, and who looks for the one registration of a context's options finds one.
/// </remarks>
internal sealed class GatedContextConfiguration<TContext>(IEnumerable<GatedContext<TContext>> contexts)
    : IDbContextOptionsConfiguration<TContext>
    where TContext : DbContext
{
    public void Configure(IServiceProvider serviceProvider, DbContextOptionsBuilder optionsBuilder)
    {
        foreach (var context in contexts)
        {
            context.Configure(serviceProvider, optionsBuilder);
        }
    }
}
