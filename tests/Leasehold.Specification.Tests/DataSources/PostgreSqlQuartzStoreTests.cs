using Leasehold.Specification.Tests.Databases;
using Quartz;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class PostgreSqlQuartzStoreTests : QuartzStoreSpecification<PostgreSqlDatabase>
{
    protected override void Use(IPersistentStoreBuilder store, Action<DataSourceOptions> source)
        => store.UsePostgres(source);
}
