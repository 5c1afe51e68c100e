using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>A handwritten SELECT of one row at most, and how it is read: made once, used by every request.</summary>
/// <remarks>
/// Thread-safe. For the routes that are asked most. A mapper's query, compiled or not, has its text built anew for
/// every run where a parameter may be null; that cost more than all else these routes do.
/// </remarks>
/// <typeparam name="T">The row.</typeparam>
public sealed class RowQuery<T>
    where T : class
{
    private readonly string[] _parameters;
    private readonly Func<DbDataReader, T> _read;
    private readonly string _named;
    private readonly string _numbered;

    /// <summary>A query.</summary>
    /// <param name="sql">The statement, with parameters as <c>@name</c>; no name begins with another one.</param>
    /// <param name="parameters">Their names, in the order in which values are given; all are texts.</param>
    /// <param name="read">Makes the row, by the columns' positions.</param>
    public RowQuery(string sql, string[] parameters, Func<DbDataReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(read);
        _parameters = parameters;
        _read = read;
        _named = sql;
        _numbered = sql;
        for (var i = 0; i < parameters.Length; i++)
        {
            _numbered = _numbered.Replace($"@{parameters[i]}", $"${i + 1}", StringComparison.Ordinal);
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="kind">Its driver.</param>
    /// <param name="tables">The tables' names in the database.</param>
    /// <param name="values">As many as there are parameters.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null where there is no row.</returns>
    [SuppressMessage("Security", "CA2100", Justification = "The text is a constant; values go by parameters.")]
    internal async Task<T?> RunAsync(
        DbConnection connection,
        DatabaseKind kind,
        TableNames tables,
        string[] values,
        CancellationToken cancellationToken)
    {
        // Npgsql reads and rewrites a text with names before each run, and takes one with numbers as it is.
        var isNumbered = kind == DatabaseKind.PostgreSql;
        await using var command = connection.CreateCommand();
        command.CommandText = tables.In(isNumbered ? _numbered : _named);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            if (!isNumbered)
            {
                parameter.ParameterName = _parameters[i];
            }

            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? _read(reader) : null;
    }
}
