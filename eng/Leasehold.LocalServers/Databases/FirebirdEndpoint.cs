using FirebirdSql.Data.FirebirdClient;

namespace Leasehold.LocalServers.Databases;

/// <summary>A running Firebird server, reached by its connection string only.</summary>
/// <remarks>Its databases are files: they are made beside the one that the connection string names.</remarks>
public sealed class FirebirdEndpoint : IDatabaseEndpoint
{
    private readonly List<string> _made = [];

    /// <summary>Uses the server that the connection string names.</summary>
    public FirebirdEndpoint(string connectionString)
    {
        ConnectionString = connectionString;
        Port = new FbConnectionStringBuilder(connectionString).Port;
    }

    /// <inheritdoc/>
    public string ConnectionString { get; }

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        CreateAsync(DatabaseName.Unique(name), cancellationToken);

    /// <inheritdoc/>
    public async Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await KillSessionsAsync(connectionString, cancellationToken);
        await FbConnection.DropDatabaseAsync(Unpooled(connectionString), cancellationToken);
        lock (_made)
        {
            _made.Remove(connectionString);
        }
    }

    /// <inheritdoc/>
    public async Task<int> KillSessionsAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var connection = new FbConnection(Unpooled(connectionString));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            DELETE FROM mon$attachments
            WHERE mon$attachment_id <> current_connection AND mon$system_flag = 0
            """;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        var database = DatabaseName.Checked(name);
        return File.Exists(FileOf(database))
            ? Task.FromResult(NameOf(database))
            : CreateAsync(database, cancellationToken);
    }

    internal async Task<int> KillAllSessionsAsync(CancellationToken cancellationToken)
    {
        string[] made;
        lock (_made)
        {
            made = [ConnectionString, .. _made];
        }

        var killed = 0;
        foreach (var database in made)
        {
            killed += await KillSessionsAsync(database, cancellationToken);
        }

        return killed;
    }

    /// <summary>Connects once.</summary>
    internal async Task TouchAsync(CancellationToken cancellationToken)
    {
        await using var connection = new FbConnection(Unpooled(ConnectionString));
        await connection.OpenAsync(cancellationToken);
    }

    // Unpooled: an idle pooled connection would count as a session of the test.
    private static string Unpooled(string connectionString) =>
        new FbConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private async Task<string> CreateAsync(string database, CancellationToken cancellationToken)
    {
        var connectionString = NameOf(database);
        await FbConnection.CreateDatabaseAsync(
            Unpooled(connectionString), pageSize: 8192, cancellationToken: cancellationToken);
        lock (_made)
        {
            _made.Add(connectionString);
        }

        return connectionString;
    }

    private string NameOf(string database) =>
        new FbConnectionStringBuilder(ConnectionString) { Database = FileOf(database) }.ConnectionString;

    private string FileOf(string database)
    {
        var main = new FbConnectionStringBuilder(ConnectionString).Database;
        return main[..(main.LastIndexOf('/') + 1)] + database + ".fdb";
    }
}
