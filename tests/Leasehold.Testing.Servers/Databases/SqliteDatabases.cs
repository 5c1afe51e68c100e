using Leasehold.LocalServers.Files;
using Microsoft.Data.Sqlite;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>SQLite files in a temporary folder.</summary>
/// <param name="name">What the files' names begin with.</param>
public sealed class SqliteDatabases(string name) : IServiceDatabases
{
    private readonly TemporaryFolder _folder = new($"{name}-tests-");
    private int _made;

    /// <inheritdoc/>
    public string? MissingReason => null;

    /// <inheritdoc/>
    public Task<string[]?> NewAsync()
        => Task.FromResult<string[]?>([$"--DATABASE_URL=sqlite:///{_folder.File($"{name}-{++_made}.db")}"]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
