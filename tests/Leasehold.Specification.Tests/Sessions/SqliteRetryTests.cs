using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace Leasehold.Specification.Tests.Sessions;

public sealed class SqliteRetryTests : RetrySpecification<SqliteDatabase>
{
    /// <summary>SQLITE_BUSY, from a writer that another process might be.</summary>
    protected override async Task<DbException> TransientErrorAsync(ConnectionPools pools)
    {
        await using var writer = await Database.OpenOutsideAsync();
        await writer.ExecuteAsync(Database.Begin);
        await using var rival = new SqliteConnection($"{Database.ConnectionString};Pooling=False;Default Timeout=1");
        await rival.OpenAsync(Ended);
        var busy = await Assert.ThrowsAnyAsync<DbException>(() => rival.ExecuteAsync(Database.Begin));
        AssertTransient(pools, busy);
        return busy;
    }
}
