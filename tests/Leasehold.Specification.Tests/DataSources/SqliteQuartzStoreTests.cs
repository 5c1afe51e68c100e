using Leasehold.Specification.Tests.Databases;
using Quartz;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class SqliteQuartzStoreTests : QuartzStoreSpecification<SqliteDatabase>
{
    protected override void Use(IPersistentStoreBuilder store, Action<DataSourceOptions> source)
        => store.UseSqlite(source);
}
