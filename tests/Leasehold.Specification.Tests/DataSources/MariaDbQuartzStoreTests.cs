using Leasehold.Specification.Tests.Databases;
using Quartz;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class MariaDbQuartzStoreTests : QuartzStoreSpecification<MariaDbDatabase>
{
    protected override void Use(IPersistentStoreBuilder store, Action<DataSourceOptions> source)
        => store.UseMySqlConnector(source);
}
