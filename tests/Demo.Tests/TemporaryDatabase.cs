using Leasehold.ServiceDefaults.Database;
using Microsoft.Data.Sqlite;

namespace Leasehold.Demo.Tests;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("leasehold-demo-tests-");

    public DatabaseSettings Settings => new(
        DatabaseKind.Sqlite,
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, "works.db") }.ConnectionString);

    public void Dispose() => _folder.Delete(recursive: true);
}
