using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using FirebirdSql.Data.FirebirdClient;
using Leasehold.AdoNet;
using Leasehold.LocalServers.Databases;
using Leasehold.Providers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>
/// A driver that nobody wrote an adapter for: the shared Firebird database through the generic one. The options are
/// those of docs/guide/any-ado-net-driver.md.
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public sealed class FirebirdDatabase : ServerDatabase
{
    private static readonly PropertyInfo InnerConnection
        = typeof(FbConnection).GetProperty("InnerConnection", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private string _outside = "";

    /// <inheritdoc/>
    public override int Port => new FbConnectionStringBuilder(ConnectionString).Port;

    /// <inheritdoc/>
    public override string EndlessQuery
        => "WITH RECURSIVE n AS (SELECT 1 AS i FROM rdb$database UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
            + "SELECT a.i FROM n a, n b, n c, n d";

    /// <inheritdoc/>
    public override string SetVariable
        => "EXECUTE BLOCK AS BEGIN rdb$set_context('USER_SESSION', 'spec', '77'); END";

    /// <inheritdoc/>
    public override string ReadVariable => Select("rdb$get_context('USER_SESSION', 'spec')");

    /// <inheritdoc/>
    public override string? WhyNot(Capability capability) => capability switch
    {
        Capability.TextTransaction
            => "Firebird's driver gives each command a transaction of its own; SET TRANSACTION as text is refused.",
        Capability.SessionReset => "Firebird 3 has no reset of a session; see Firebird's rows with DiscardOnReturn.",
        Capability.HandsOutUnchecked => "Firebird's driver drops a connection of its pool that was shut down.",
        Capability.TemporaryTable => "Firebird's temporary tables are declared once for all sessions.",
        _ => null,
    };

    /// <inheritdoc/>
    public override string Select(string expression) => $"SELECT {expression} FROM rdb$database";

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        ConnectionString = await SharedDatabases.FirebirdAsync();
        _outside = new FbConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
    {
        var options = new AdoNetOptions();
        Configure(options);
        return new AdoNetProvider(FirebirdClientFactory.Instance, connectionString ?? ConnectionString, options);
    }

    /// <inheritdoc/>
    public override object Physical(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select("current_connection");
        command.Transaction = OpenTransactionOf((FbConnection)connection);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override async Task<int> CountConnectionsAsync(ConnectionPools pools)
    {
        var application = pools.Api.Name.Split('/')[0];
        return (int)await ReadAsync(
            $"SELECT count(*) FROM mon$attachments WHERE mon$remote_process STARTING WITH '{application}/'");
    }

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new FbConnection(_outside);
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override string Via(int port, string? connectionString = null)
        => new FbConnectionStringBuilder(connectionString ?? ConnectionString) { Port = port }.ConnectionString;

    /// <inheritdoc/>
    public override async Task KillAsync(object physical)
    {
        var id = ((long)physical).ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync($"DELETE FROM mon$attachments WHERE mon$attachment_id = {id}");
        await Eventually.EqualAsync(
            0, () => ReadAsync($"SELECT count(*) FROM mon$attachments WHERE mon$attachment_id = {id}"));
    }

    /// <inheritdoc/>
    public override DbConnection Connect(string connectionString)
        => new FbConnection(new FbConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    /// <inheritdoc/>
    public override async Task<IDatabaseServer> StartPrivateAsync()
    {
        var found = await TestServers.TryStartPrivateFirebirdAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    /// <inheritdoc/>
    public override bool IsDriverPoolTimeout(Exception exception)
        => exception is InvalidOperationException
            && exception.Message.Contains("pool is full", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>What the guide says of Firebird.</summary>
    public void Configure(AdoNetOptions options)
    {
        options.SystemName = "firebird";
        options.PingText = "SELECT 1 FROM rdb$database";
        options.ClearPool = static connection => FbConnection.ClearPool((FbConnection)connection);
        options.BeginTransaction = BeginAsync;
        options.SqlState = static exception => (exception as FbException)?.SQLSTATE;
        options.Classify = static exception => exception is not FbException firebird
            ? null
            : firebird.ErrorCode switch
            {
                335544665 or 335544349 => DatabaseErrorKind.UniqueViolation, // unique_key_violation, no_dup
                335544344 or 335544421 or 335544721 or 335544726 or 335544727 or 335544741 or 335544856
                    => DatabaseErrorKind.ConnectionBroken, // io_error, connect_reject, network_error, net_*, shutdown
                _ => null,
            };
        options.HasReturning = true;
    }

    // The driver asks for it on every command, and tells it to nobody.
    private static FbTransaction? OpenTransactionOf(FbConnection connection)
    {
        var inner = InnerConnection.GetValue(connection);
        return inner is not null && inner.GetType().GetProperty("HasActiveTransaction")!.GetValue(inner) is true
            ? (FbTransaction?)inner.GetType().GetProperty("ActiveTransaction")!.GetValue(inner)
            : null;
    }

    private static async ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
        => readOnly
            ? await ((FbConnection)connection).BeginTransactionAsync(
                new FbTransactionOptions
                {
                    TransactionBehavior = FbTransactionBehavior.Read | FbTransactionBehavior.Concurrency,
                },
                cancellationToken)
            : await ((FbConnection)connection).BeginTransactionAsync(isolationLevel, cancellationToken);

    /// <inheritdoc/>
    public override Task<LimitedUser> CreateLimitedUserAsync(int connections)
        => throw new NotSupportedException("No specification of this database asks for it.");
}
