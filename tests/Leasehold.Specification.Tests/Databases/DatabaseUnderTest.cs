using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>
/// One database of one test: how the pools reach it, and how the test looks at it from outside of them.
/// </summary>
public abstract class DatabaseUnderTest : IAsyncDisposable
{
    private static int s_tables;

    /// <summary>Connects to it, for a provider.</summary>
    public string ConnectionString { get; protected set; } = "";

    /// <summary>A string with which every open fails at once.</summary>
    public abstract string UnreachableConnectionString { get; }

    /// <summary>A statement that makes the connection really use the database.</summary>
    public virtual string Touch => Select("1");

    /// <summary>Why the database, its driver or its adapter cannot have something; null when it has it.</summary>
    public virtual string? WhyNot(Capability capability) => null;

    /// <summary>A statement that reads one expression from no table.</summary>
    public virtual string Select(string expression) => $"SELECT {expression}";

    /// <summary>Begins a transaction in SQL, without the driver's transaction object.</summary>
    public virtual string Begin => "START TRANSACTION";

    /// <summary>How long what a holder left may outlive its return, when everything is reset.</summary>
    /// <value>Zero, nothing may, unless the option's page documents a bound.</value>
    public virtual TimeSpan UndoneWithin => TimeSpan.Zero;

    /// <summary>Finds the server, or skips the test, and makes the database.</summary>
    public abstract Task InitializeAsync();

    /// <summary>Removes it.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>The driver, for this database or for where the string leads.</summary>
    public abstract DatabaseProvider CreateProvider(string? connectionString = null);

    /// <summary>What is the same exactly when the physical connection is the same.</summary>
    public abstract object Physical(DbConnection connection);

    /// <summary>How many physical connections these pools have, as the other side sees it.</summary>
    public abstract Task<int> CountConnectionsAsync(ConnectionPools pools);

    /// <summary>An open connection beside all pools.</summary>
    public abstract Task<DbConnection> OpenOutsideAsync();

    /// <summary>Whether another session could write the table's first row now, without waiting for anyone.</summary>
    public abstract Task<bool> IsWritableAsync(string table);

    /// <summary>A SELECT whose first rows come at once and whose last one would take many minutes.</summary>
    public abstract string EndlessQuery { get; }

    /// <summary>Whether the driver's own pool let someone wait until it ran out of time.</summary>
    public virtual bool IsDriverPoolTimeout(Exception exception) => false;

    /// <summary>Makes a table (id, body) of the test's own.</summary>
    /// <returns>Its name, good on every connection.</returns>
    public async Task<string> CreateTableAsync()
    {
        var name = Qualify($"notes_{Environment.ProcessId}_{Interlocked.Increment(ref s_tables)}");
        await ExecuteAsync($"CREATE TABLE {name} (id INT NOT NULL PRIMARY KEY, body VARCHAR(100))");
        return name;
    }

    /// <summary>A table with one row: (1, 'before').</summary>
    public async Task<string> CreateRowAsync()
    {
        var table = await CreateTableAsync();
        await ExecuteAsync($"INSERT INTO {table} VALUES (1, 'before')");
        return table;
    }

    /// <summary>Runs a statement beside all pools.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenOutsideAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Reads a number beside all pools.</summary>
    public async Task<long> ReadAsync(string sql)
    {
        await using var connection = await OpenOutsideAsync();
        return await connection.ReadAsync(sql);
    }

    /// <summary>A table's name as every connection understands it.</summary>
    protected virtual string Qualify(string table) => table;
}
