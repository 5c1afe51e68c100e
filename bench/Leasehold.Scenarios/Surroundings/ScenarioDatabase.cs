using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.DataProvider.MySql;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>A database of one service's own, new for each run.</summary>
internal sealed class ScenarioDatabase : IAsyncDisposable
{
    public const string Tenant = "local";
    public const long AmountMinor = 1_000;

    private const int RowsPerStatement = 500;

    private readonly DataOptions _options;
    private readonly Func<Task> _drop;

    public ScenarioDatabase(DatabaseSettings settings, Func<Task> drop)
    {
        Settings = settings;
        _drop = drop;
        _options = settings.Kind switch
        {
            DatabaseKind.Sqlite => new DataOptions().UseConnectionString(
                SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft), settings.ConnectionString),
            DatabaseKind.PostgreSql => new DataOptions().UseConnectionString(
                PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15), settings.ConnectionString),
            _ => new DataOptions().UseConnectionString(
                MySqlTools.GetDataProvider(MySqlVersion.MariaDB10, MySqlProvider.MySqlConnector),
                settings.ConnectionString),
        };
    }

    public DatabaseSettings Settings { get; }

    /// <summary>Adds pending orders, ready to be paid.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<string>> AddOrdersAsync(string prefix, int count)
    {
        var time = TimeProvider.System;
        var now = time.NowUs();
        var orders = Enumerable.Range(1, count)
            .Select(i => new Order
            {
                Id = time.NewId(),
                Tenant = Tenant,
                OrderNumber = $"{prefix}-{i}",
                CustomerId = "scenario",
                AmountMinor = AmountMinor,
                Currency = "KRW",
                Status = OrderStates.Pending,
                CreatedUs = now,
                UpdatedUs = now,
            })
            .ToList();
        await using var db = new DataConnection(_options);
        await using var transaction = await db.BeginTransactionAsync();
        await db.BulkCopyAsync(
            new BulkCopyOptions { BulkCopyType = BulkCopyType.MultipleRows, MaxBatchSize = RowsPerStatement }, orders);
        await transaction.CommitAsync();
        return [.. orders.Select(static o => o.OrderNumber)];
    }

    /// <summary>The state of every payment by its operation id, which is the gateway's merchant_uid.</summary>
    public async Task<Dictionary<string, string>> ReadPaymentsAsync()
    {
        await using var db = new DataConnection(_options);
        return await db.GetTable<Payment>()
            .Select(static p => new { p.Id, p.Status })
            .ToDictionaryAsync(static p => p.Id, static p => p.Status, StringComparer.Ordinal);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var db = new DataConnection(_options);
        await db.ExecuteAsync(sql);
    }

    /// <summary>The same database for one more process, at the server's own port or at a proxy's.</summary>
    public ScenarioDatabase Shared(int? port = null)
        => new(
            port is { } proxy ? Settings with { ConnectionString = Through(proxy) } : Settings,
            static () => Task.CompletedTask);

    /// <summary>The server's port.</summary>
    public int Port => Settings.Kind == DatabaseKind.PostgreSql
        ? new NpgsqlConnectionStringBuilder(Settings.ConnectionString).Port
        : (int)new MySqlConnectionStringBuilder(Settings.ConnectionString).Port;

    private string Through(int port) => Settings.Kind == DatabaseKind.PostgreSql
        ? new NpgsqlConnectionStringBuilder(Settings.ConnectionString) { Port = port }.ConnectionString
        : new MySqlConnectionStringBuilder(Settings.ConnectionString) { Port = (uint)port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await _drop();
    }
}
