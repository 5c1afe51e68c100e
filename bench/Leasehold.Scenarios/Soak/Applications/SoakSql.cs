using System.Data.Common;
using System.Globalization;

namespace Leasehold.Scenarios.Soak.Applications;

/// <summary>The statements that callers of all kinds have in common.</summary>
internal static class SoakSql
{
    public static string Update(int id)
        => $"UPDATE notes SET n = n + 1 WHERE id = {id.ToString(CultureInfo.InvariantCulture)}";

    public static async Task UpdateAsync(
        DbConnection connection, DbTransaction? transaction, int id, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Update(id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
