using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>One INSERT, prepared once and executed with new values each time.</summary>
internal sealed class PreparedInsert : IDisposable
{
    private readonly SqliteCommand _command;

    public PreparedInsert(SqliteConnection connection, string table, params string[] columns)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // table and columns are constants of this assembly
        _command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (@{string.Join(", @", columns)})";
#pragma warning restore CA2100
        foreach (var column in columns)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"@{column}" });
        }

        _command.Prepare();
    }

    public void Execute(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
