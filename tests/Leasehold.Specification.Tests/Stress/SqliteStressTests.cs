using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Stress;

public sealed class SqliteStressTests : StressSpecification<SqliteDatabase>
{
    /// <summary>
    /// A file is opened on the caller's thread, so that with few processors hardly anyone ever waits.
    /// </summary>
    protected override int LeastCancelled => 0;
}
