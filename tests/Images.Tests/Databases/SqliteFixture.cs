using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Microsoft.Data.Sqlite;

namespace Leasehold.Images.Tests.Databases;

/// <summary>SQLite files in a temporary folder.</summary>
public sealed class SqliteFixture : DatabaseFixture
{
    private readonly TemporaryFolder _folder = new("images-tests-");
    private int _files;

    internal override Task<string[]?> NewDatabaseAsync()
        => Task.FromResult<string[]?>([$"--DATABASE_URL=sqlite:///{_folder.File($"images-{++_files}.db")}"]);

    internal override Task DropDatabasesAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
