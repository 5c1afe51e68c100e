using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Leasehold.EntityFrameworkCore;

/// <summary>Breaks ties by the primary key, where the query leads to a model that knows it.</summary>
internal static class PrimaryKeyOrder
{
    public static IOrderedQueryable<T> Apply<T>(IOrderedQueryable<T> source)
    {
        var root = new RootFinder();
        root.Visit(source.Expression);
        var key = root.Model?.FindEntityType(typeof(T))?.FindPrimaryKey();
        return key is null ? source : key.Properties.Aggregate(source, ThenByDescending);
    }

    private static IOrderedQueryable<T> ThenByDescending<T>(IOrderedQueryable<T> source, IProperty property)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var value = Expression.Call(
            typeof(EF), nameof(EF.Property), [property.ClrType], row, Expression.Constant(property.Name));
        var ordering = Expression.Call(
            typeof(Queryable),
            nameof(Queryable.ThenByDescending),
            [typeof(T), property.ClrType],
            source.Expression,
            Expression.Quote(Expression.Lambda(value, row)));
        return (IOrderedQueryable<T>)source.Provider.CreateQuery<T>(ordering);
    }

    private sealed class RootFinder : ExpressionVisitor
    {
        public IModel? Model { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is EntityQueryRootExpression root)
            {
                Model ??= root.EntityType.Model;
                return node;
            }

            return node is QueryRootExpression ? node : base.VisitExtension(node);
        }
    }
}
