using FluentMigrator.Runner.VersionTableInfo;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Where applied migrations are noted: a table per service, so that two can share a database.</summary>
internal sealed class ServiceVersionTable(string table, string versionColumn) : IVersionTableMetaData
{
    public bool OwnsSchema => false;

    public string SchemaName => "";

    public string TableName => table;

    public string ColumnName => versionColumn;

    public string DescriptionColumnName => "description";

    public string UniqueIndexName => $"ux_{table}_version";

    public string AppliedOnColumnName => "applied_on";

    public bool CreateWithPrimaryKey => false;
}
