using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Leasehold.ServiceDefaults.Database;
using Npgsql;

namespace Leasehold.Scenarios.Serving.Expert;

/// <summary>Statements that go to the server in one packet, prepared as far as can be before any request.</summary>
/// <remarks>
/// A single one is a transaction by itself. Of several, PostgreSQL makes one of what comes between two of the
/// protocol's syncs; the others are told its begin and end in the same text.
/// </remarks>
internal sealed partial class ExpertStatements
{
    private readonly DatabaseKind _kind;
    private readonly string _text;
    private readonly (string Sql, string[] Names)[] _numbered;
    private readonly string[] _names;

    public ExpertStatements(DatabaseKind kind, string sql)
    {
        _kind = kind;
        var statements = sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _numbered = [.. statements.Select(Number)];
        _names = [.. Names(sql)];
        _text = statements.Length == 1
            ? sql
            : kind == DatabaseKind.MySql
                ? $"SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; {sql}; COMMIT"
                : $"BEGIN IMMEDIATE; {sql}; COMMIT";
    }

    /// <summary>Reads one row, or null.</summary>
    public async Task<T?> ReadAsync<T>(
        DbConnection connection,
        Func<string, object?> value,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken)
        where T : class
    {
        await using var command = Command(connection, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader) : null;
    }

    /// <summary>Changes rows, and commits.</summary>
    /// <returns>How many.</returns>
    public async Task<int> WriteAsync(DbConnection connection, Func<string, object?> value)
    {
        if (connection is NpgsqlConnection npgsql)
        {
            await using var batch = new NpgsqlBatch(npgsql);
            foreach (var (sql, names) in _numbered)
            {
                var part = new NpgsqlBatchCommand(sql);
                AddNumbered(part.Parameters, names, value);
                batch.BatchCommands.Add(part);
            }

            return await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await using var command = Command(connection, value);
        try
        {
            return await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (DbException)
        {
            // The text stopped half-way, its transaction open.
            await using var rollback = connection.CreateCommand();
            rollback.CommandText = "ROLLBACK";
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
            throw;
        }
    }

    private DbCommand Command(DbConnection connection, Func<string, object?> value)
    {
        if (connection is NpgsqlConnection npgsql)
        {
            var (sql, names) = _numbered[0];
            var numbered = new NpgsqlCommand(sql, npgsql);
            AddNumbered(numbered.Parameters, names, value);
            return numbered;
        }

        var command = connection.CreateCommand();
        command.CommandText = _text;
        foreach (var name in _names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value(name) ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    // With its own numbers the driver need not read the text at all.
    private static void AddNumbered(NpgsqlParameterCollection parameters, string[] names, Func<string, object?> value)
    {
        foreach (var name in names)
        {
            parameters.Add(value(name) switch
            {
                string text => new NpgsqlParameter<string> { TypedValue = text },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                int number => new NpgsqlParameter<int> { TypedValue = number },
                _ => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            });
        }
    }

    private static (string Sql, string[] Names) Number(string sql)
    {
        var names = Names(sql).ToList();
        return (
            Parameter().Replace(sql, found
                => "$" + (names.IndexOf(found.Value[1..]) + 1).ToString(CultureInfo.InvariantCulture)),
            [.. names]);
    }

    private static IEnumerable<string> Names(string sql)
        => Parameter().Matches(sql).Select(static found => found.Value[1..]).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex Parameter();
}
