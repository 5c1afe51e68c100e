using FluentMigrator.Expressions;
using FluentMigrator.Model;
using Leasehold.ServiceDefaults.Database;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Puts the names in the database into what a migration does.</summary>
internal static class ExpressionNames
{
    public static void Change(IMigrationExpression expression, TableNames names)
    {
        if (names.Prefix.Length == 0)
        {
            return;
        }

        switch (expression)
        {
            case CreateTableExpression create:
                create.TableName = names.Of(create.TableName);
                foreach (var column in create.Columns)
                {
                    Change(column, names);
                }

                break;
            case AlterTableExpression alter:
                alter.TableName = names.Of(alter.TableName);
                break;
            case CreateColumnExpression add:
                add.TableName = names.Of(add.TableName);
                Change(add.Column, names);
                break;
            case AlterColumnExpression alter:
                alter.TableName = names.Of(alter.TableName);
                Change(alter.Column, names);
                break;
            case IIndexExpression index:
                index.Index.Name = names.Of(index.Index.Name);
                index.Index.TableName = names.Of(index.Index.TableName);
                break;
            case IForeignKeyExpression key:
                Change(key.ForeignKey, names);
                break;
            case IConstraintExpression constraint:
                constraint.Constraint.ConstraintName = names.Of(constraint.Constraint.ConstraintName);
                constraint.Constraint.TableName = names.Of(constraint.Constraint.TableName);
                break;
            case ExecuteSqlStatementExpression sql:
                sql.SqlStatement = names.In(sql.SqlStatement);
                break;
            default:
                // A kind that is not here would make a table without the prefix: a stranger's, perhaps.
                throw new NotSupportedException($"{expression.GetType().Name} does not know the tables' prefix yet.");
        }
    }

    private static void Change(ColumnDefinition column, TableNames names)
    {
        column.TableName = column.TableName is { } table ? names.Of(table) : null;
        column.PrimaryKeyName = column.PrimaryKeyName is { } key ? names.Of(key) : null;
    }

    private static void Change(ForeignKeyDefinition key, TableNames names)
    {
        key.Name = names.Of(key.Name);
        key.ForeignTable = names.Of(key.ForeignTable);
        key.PrimaryTable = names.Of(key.PrimaryTable);
    }
}
