using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Leasehold.AdoNet;
using Leasehold.LocalServers.Databases;
using Leasehold.Providers;
using Leasehold.SqlServer;
using Leasehold.Testing.Servers.Databases;
using Microsoft.Data.SqlClient;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>The database of the SQL Server that the user brings; without one every test of it is skipped.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public sealed class SqlServerDatabase : ServerDatabase
{
    private string _outside = "";

    /// <inheritdoc/>
    public override int Port => 1433;

    /// <inheritdoc/>
    public override string UnreachableConnectionString => Via(LocalServers.Network.FreePort.Next());

    /// <inheritdoc/>
    public override string EndlessQuery
        => "SELECT a.object_id FROM sys.all_objects a, sys.all_objects b, sys.all_objects c, sys.all_objects d";

    /// <inheritdoc/>
    public override string Begin => "BEGIN TRANSACTION";

    /// <inheritdoc/>
    public override string SetVariable => "CREATE TABLE #spec (value INT); INSERT INTO #spec VALUES (77)";

    /// <inheritdoc/>
    public override string ReadVariable
        => "IF OBJECT_ID('tempdb..#spec') IS NULL SELECT NULL ELSE SELECT value FROM #spec";

    /// <inheritdoc/>
    public override string? WhyNot(Capability capability) => capability switch
    {
        Capability.TemporaryTable => "SQL Server calls them #scratch; the row of the session variable makes one.",
        Capability.RefusedWriting => "SQL Server has no read-only transactions.",
        Capability.ReadingBesideWriters => "That needs snapshot isolation, which is the database's own setting.",
        _ => null,
    };

    /// <inheritdoc/>
    public override Task InitializeAsync()
    {
        var found = TestServers.TryGetSqlServer();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        ConnectionString = found.Server;
        _outside = new SqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
    {
        var options = new AdoNetOptions();
        SqlServerFacts.Apply(options);
        return new AdoNetProvider(
            SqlClientFactory.Instance,
            SqlServerFacts.WithoutBlockingPeriod(connectionString ?? ConnectionString),
            options);
    }

    /// <inheritdoc/>
    public override object Physical(DbConnection connection) => ((SqlConnection)connection).ServerProcessId;

    /// <inheritdoc/>
    public override async Task<int> CountConnectionsAsync(ConnectionPools pools)
        => (int)await ReadAsync(
            $"SELECT count(*) FROM sys.dm_exec_sessions WHERE program_name LIKE '{pools.Api.Name.Split('/')[0]}/%'");

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new SqlConnection(_outside);
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override string Via(int port, string? connectionString = null)
        => new SqlConnectionStringBuilder(connectionString ?? ConnectionString)
        {
            DataSource = string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1,{port}"),
        }.ConnectionString;

    /// <inheritdoc/>
    public override async Task KillAsync(object physical)
    {
        var id = ((int)physical).ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync($"KILL {id}");
        await Eventually.EqualAsync(
            0, () => ReadAsync($"SELECT count(*) FROM sys.dm_exec_sessions WHERE session_id = {id}"));
    }

    /// <inheritdoc/>
    public override DbConnection Connect(string connectionString)
        => new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    /// <inheritdoc/>
    public override Task<IDatabaseServer> StartPrivateAsync()
    {
        Assert.Skip("SQL Server is never started by the tests.");
        throw new InvalidOperationException();
    }

    /// <inheritdoc/>
    public override bool IsDriverPoolTimeout(Exception exception)
        => exception is InvalidOperationException
            && exception.Message.Contains("prior to obtaining a connection from the pool", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => default;

    /// <inheritdoc/>
    public override Task<LimitedUser> CreateLimitedUserAsync(int connections)
        => throw new NotSupportedException("No specification of this database asks for it.");
}
