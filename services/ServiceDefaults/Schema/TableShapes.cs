using System.Data;
using System.Reflection;
using FluentMigrator;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure;
using FluentMigrator.Model;
using Leasehold.ServiceDefaults.Database;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Reads from a service's migrations what its tables look like, so that it is written down once.</summary>
internal static class TableShapes
{
    /// <summary>The shapes of all tables that the migrations make.</summary>
    /// <param name="migrations">The assembly with the migrations.</param>
    /// <param name="database">Decides how a migration names its types.</param>
    public static IReadOnlyList<TableShape> Of(Assembly migrations, DatabaseKind database)
    {
        // Each column that a table was made with and that no migration has removed since.
        var context = new MigrationContext(new EmptySchema(database), null!, "");
        var retired = new HashSet<(string Table, string Column)>();
        foreach (var type in migrations.GetExportedTypes().Where(IsMigration).OrderBy(VersionOf))
        {
            var migration = (ServiceMigration)Activator.CreateInstance(type)!;
            migration.GetUpExpressions(context);
            retired.UnionWith(migration.Retired);
        }

        return
        [
            .. context.Expressions.OfType<CreateTableExpression>().Select(create => new TableShape(
                create.TableName,
                create.Columns
                    .Where(column => !retired.Contains((create.TableName, column.Name)))
                    .ToDictionary(static column => column.Name, KindOf, StringComparer.OrdinalIgnoreCase))),
        ];
    }

    private static bool IsMigration(Type type) => type.IsSubclassOf(typeof(ServiceMigration)) && !type.IsAbstract;

    private static long VersionOf(Type type) => type.GetCustomAttribute<MigrationAttribute>()?.Version ?? 0;

    private static ColumnKind KindOf(ColumnDefinition column)
        => column.Type switch
        {
            null => FoundColumn.Of(column.CustomType).Kind,
            DbType.Int16 or DbType.Int32 or DbType.Int64 => ColumnKind.WholeNumber,
            DbType.Double or DbType.Single => ColumnKind.Fraction,
            DbType.String or DbType.AnsiString => ColumnKind.Text,
            _ => ColumnKind.Other,
        };
}
