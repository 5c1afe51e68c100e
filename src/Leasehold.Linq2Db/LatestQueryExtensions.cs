using System.Linq.Expressions;
using LinqToDB.Async;

namespace Leasehold.Linq2Db;

/// <summary>Look-ups that may meet duplicates: the newest one row, never "exactly one or throw".</summary>
public static class LatestQueryExtensions
{
    /// <summary>The newest row, or null when there is none.</summary>
    /// <param name="source">A query of linq2db, filtered to what is looked for.</param>
    /// <param name="newestBy">What makes a row newer, for example <c>x =&gt; x.CreatedAt</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <typeparam name="T">The row; of a table with a mapped primary key ties go to the highest key.</typeparam>
    /// <typeparam name="TKey">What rows are ordered by.</typeparam>
    public static Task<T?> LatestOrDefaultAsync<T, TKey>(
        this IQueryable<T> source,
        Expression<Func<T, TKey>> newestBy,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(newestBy);
        var ordered = PrimaryKeyOrder.Apply(source.OrderByDescending(newestBy));
        return ordered.FirstOrDefaultAsync(cancellationToken);
    }
}
