using Leasehold.LocalServers.Files;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Data.Sqlite;

namespace Leasehold.Demo.Tests;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new("leasehold-demo-tests-");

    public DatabaseSettings Settings => new(
        DatabaseKind.Sqlite,
        new SqliteConnectionStringBuilder { DataSource = _folder.File("works.db") }.ConnectionString);

    public void Dispose() => _folder.Dispose();
}
