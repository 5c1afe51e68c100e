using Microsoft.EntityFrameworkCore;

namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>A context with one small entity.</summary>
internal sealed class BenchContext(DbContextOptions<BenchContext> options) : DbContext(options)
{
    public DbSet<BenchRow> Rows => Set<BenchRow>();
}
