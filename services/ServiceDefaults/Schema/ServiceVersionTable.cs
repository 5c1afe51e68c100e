using FluentMigrator.Runner.VersionTableInfo;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Where applied migrations are noted: a table per service, so that two can share a database.</summary>
internal sealed class ServiceVersionTable(string service) : IVersionTableMetaData
{
    public bool OwnsSchema => false;

    public string SchemaName => "";

    public string TableName => $"{service}_schema";

    public string ColumnName => "version";

    public string DescriptionColumnName => "description";

    public string UniqueIndexName => $"ux_{service}_schema_version";

    public string AppliedOnColumnName => "applied_on";

    public bool CreateWithPrimaryKey => false;
}
