using System.Linq.Expressions;
using LinqToDB.Internal.Linq;
using LinqToDB.Mapping;

namespace Leasehold.Linq2Db;

/// <summary>Breaks ties by the primary key, where the mapping knows it.</summary>
internal static class PrimaryKeyOrder
{
    public static IQueryable<T> Apply<T>(IOrderedQueryable<T> source)
    {
        if (source is not IExpressionQuery { DataContext.MappingSchema: { } schema })
        {
            return source;
        }

        return schema.GetEntityDescriptor(typeof(T)).Columns
            .Where(static column => column.IsPrimaryKey)
            .OrderBy(static column => column.PrimaryKeyOrder)
            .Aggregate((IQueryable<T>)source, ThenByDescending);
    }

    private static IQueryable<T> ThenByDescending<T>(IQueryable<T> source, ColumnDescriptor column)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var value = Expression.MakeMemberAccess(row, column.MemberInfo);
        return source.Provider.CreateQuery<T>(Expression.Call(
            typeof(Queryable),
            nameof(Queryable.ThenByDescending),
            [typeof(T), value.Type],
            source.Expression,
            Expression.Quote(Expression.Lambda(value, row))));
    }
}
