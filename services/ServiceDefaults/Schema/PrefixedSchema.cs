using FluentMigrator;
using Leasehold.ServiceDefaults.Database;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>The database's schema, asked by the names that the code has.</summary>
internal sealed class PrefixedSchema(IQuerySchema schema, TableNames names) : IQuerySchema
{
    public string DatabaseType => schema.DatabaseType;

    public IList<string> DatabaseTypeAliases => schema.DatabaseTypeAliases;

    public bool SchemaExists(string schemaName) => schema.SchemaExists(schemaName);

    public bool TableExists(string schemaName, string tableName) => schema.TableExists(schemaName, names.Of(tableName));

    public bool ColumnExists(string schemaName, string tableName, string columnName)
        => schema.ColumnExists(schemaName, names.Of(tableName), columnName);

    public bool ConstraintExists(string schemaName, string tableName, string constraintName)
        => schema.ConstraintExists(schemaName, names.Of(tableName), names.Of(constraintName));

    public bool IndexExists(string schemaName, string tableName, string indexName)
        => schema.IndexExists(schemaName, names.Of(tableName), names.Of(indexName));

    public bool SequenceExists(string schemaName, string sequenceName)
        => schema.SequenceExists(schemaName, names.Of(sequenceName));

    public bool DefaultValueExists(string schemaName, string tableName, string columnName, object defaultValue)
        => schema.DefaultValueExists(schemaName, names.Of(tableName), columnName, defaultValue);
}
