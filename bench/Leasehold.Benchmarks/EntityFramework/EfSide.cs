using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>A single-row query through EF Core, with a new context each time or with a pooled one.</summary>
/// <remarks>Both sides are this class; only their options differ.</remarks>
internal sealed class EfSide(DbContextOptions<BenchContext> options)
{
    private readonly PooledDbContextFactory<BenchContext> _pooled = new(options);

    public async Task QueryAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var context = new BenchContext(options);
            await FindAsync(context);
        }
    }

    public async Task QueryPooledAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var context = await _pooled.CreateDbContextAsync();
            await FindAsync(context);
        }
    }

    private static async Task FindAsync(BenchContext context)
    {
        var id = BenchRow.OnlyId;
        var row = await context.Rows.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id);
        if (row is null)
        {
            throw new InvalidOperationException("The row is not there.");
        }
    }
}
