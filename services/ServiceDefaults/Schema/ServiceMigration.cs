using FluentMigrator;
using FluentMigrator.Infrastructure;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>A migration of a service: it says the tables as the code does, and makes them behind the prefix.</summary>
/// <remarks>
/// It looks at the schema and changes it under the names in the database, so that two sets of tables in one database,
/// with their indexes and constraints, never meet.
/// </remarks>
public abstract class ServiceMigration : ForwardOnlyMigration
{
    private readonly List<(string Table, string Column)> _retired = [];

    /// <summary>The columns it removes where they are: no table needs them to be one of ours.</summary>
    internal IReadOnlyList<(string Table, string Column)> Retired => _retired;

    /// <inheritdoc/>
    public override void GetUpExpressions(IMigrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var names = context.ServiceProvider?.GetService<TableNames>() ?? TableNames.Plain;
        var named = new MigrationContext(
            new PrefixedSchema(context.QuerySchema, names), context.ServiceProvider!, context.Connection);
        base.GetUpExpressions(named);
        foreach (var expression in named.Expressions)
        {
            ExpressionNames.Change(expression, names);
            context.Expressions.Add(expression);
        }
    }

    /// <summary>Removes a column that an older version made.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    protected void DropColumn(string table, string column)
    {
        _retired.Add((table, column));
        if (Schema.Table(table).Column(column).Exists())
        {
            // Not the library's own: it refuses to on SQLite, which has learned it since.
            Execute.Sql($"ALTER TABLE {table} DROP COLUMN {column}");
        }
    }
}
