using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Durable;

/// <summary>One statement of the journal on a session; disposed by whoever made it.</summary>
internal readonly struct JournalCommand : IDisposable
{
    private readonly DbCommand _command;
    private readonly bool _hasGuids;

    public JournalCommand(Session session, JournalDialect dialect, string sql)
        : this(session.Connection, session.Transaction, dialect, sql)
    {
    }

    [SuppressMessage(
        "Security", "CA2100", Justification = "The text is built from constants; values go by parameters.")]
    public JournalCommand(DbConnection connection, DbTransaction transaction, JournalDialect dialect, string sql)
    {
        _hasGuids = dialect.HasGuids;
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        _command.CommandText = dialect.Named(sql);
    }

    public JournalCommand With(string name, object? value)
    {
        var parameter = _command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value switch
        {
            null => DBNull.Value,
            Guid id when !_hasGuids => id.ToString("D"),
            _ => value,
        };
        _command.Parameters.Add(parameter);
        return this;
    }

    public JournalCommand With(string name, TimeSpan time) => With(name, time.Ticks / TimeSpan.TicksPerMicrosecond);

    public JournalCommand WithEach<T>(string name, IReadOnlyList<T> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            With(name + i, values[i]);
        }

        return this;
    }

    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
        => _command.ExecuteNonQueryAsync(cancellationToken);

    public Task<object?> ReadScalarAsync(CancellationToken cancellationToken)
        => _command.ExecuteScalarAsync(cancellationToken);

    public async Task<List<T>> ReadAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var reader = await _command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }
        }

        return rows;
    }

    public void Dispose() => _command.Dispose();
}
