using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.CrashLab.Tests.Databases;

/// <summary>A database of the lab's own, which it also reads behind the service's back.</summary>
internal abstract class LabDatabase : IAsyncDisposable
{
    public static IReadOnlyList<string> Names { get; } = ["sqlite", "postgresql", "mariadb"];

    public abstract string Name { get; }

    /// <summary>As the service's command line takes it.</summary>
    public abstract IReadOnlyList<string> Settings { get; }

    /// <summary>Whether several instances of the service may use it.</summary>
    public virtual bool IsShared => true;

    /// <summary>The database's clock in microseconds: claims are measured by no other.</summary>
    public abstract string Now { get; }

    /// <summary>A new and empty one, or why there is none.</summary>
    public static async Task<LabDatabase> OpenAsync(string name)
        => name switch
        {
            "sqlite" => new SqliteLabDatabase(),
            "postgresql" => await PostgreSqlLabDatabase.CreateAsync(),
            "mariadb" => await MariaDbLabDatabase.CreateAsync(),
            _ => throw new ArgumentException($"'{name}' is none of {string.Join(", ", Names)}.", nameof(name)),
        };

    [SuppressMessage("Security", "CA2100", Justification = "Statements of the tests themselves.")]
    public async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<long> CountAsync(string sql)
        => (await ReadAsync(sql, static row => Convert.ToInt64(
            row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)))[0];

    [SuppressMessage("Security", "CA2100", Justification = "Statements of the tests themselves.")]
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Sessions of the service that are in a transaction now, or in a statement.</summary>
    public abstract Task<long> BusySessionsAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>A connection beside the service's own; not opened yet.</summary>
    public abstract DbConnection Connection();
}
