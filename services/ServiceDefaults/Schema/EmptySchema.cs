using FluentMigrator;
using Leasehold.ServiceDefaults.Database;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>A database with nothing in it: a migration that asks it says everything it would make.</summary>
internal sealed class EmptySchema(DatabaseKind kind) : IQuerySchema
{
    public string DatabaseType { get; } = kind switch
    {
        DatabaseKind.Sqlite => "SQLite",
        DatabaseKind.PostgreSql => "Postgres",
        _ => "MySql",
    };

    public IList<string> DatabaseTypeAliases => [];

    public bool SchemaExists(string schemaName) => false;

    public bool TableExists(string schemaName, string tableName) => false;

    public bool ColumnExists(string schemaName, string tableName, string columnName) => false;

    public bool ConstraintExists(string schemaName, string tableName, string constraintName) => false;

    public bool IndexExists(string schemaName, string tableName, string indexName) => false;

    public bool SequenceExists(string schemaName, string sequenceName) => false;

    public bool DefaultValueExists(string schemaName, string tableName, string columnName, object defaultValue)
        => false;
}
