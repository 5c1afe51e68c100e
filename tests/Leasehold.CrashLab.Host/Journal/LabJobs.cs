using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>The program's own rows: one for each operation, written and ended in its transactions.</summary>
internal static class LabJobs
{
    public const string Done = "done";
    public const string Abandoned = "abandoned";
    public const string Cancelled = "cancelled";

    public static async Task<string> EndAsync(
        Session session, Guid id, string status, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            session,
            $"UPDATE lab_jobs SET status = '{status}', ends = ends + 1 WHERE id = '{id:D}'",
            cancellationToken);
        return status;
    }

    public static string Insert(Guid id, string kind)
        => $"INSERT INTO lab_jobs (id, kind, status, ends) VALUES ('{id:D}', '{kind}', 'pending', 0)";

    public static Task<int> ExecuteAsync(Session session, string sql, CancellationToken cancellationToken)
        => ExecuteAsync(session.Connection, session.Transaction, sql, cancellationToken);

    [SuppressMessage("Security", "CA2100", Justification = "Statements of the lab itself.")]
    public static async Task<int> ExecuteAsync(
        DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Statements of the lab itself.")]
    public static Task<long> CountAsync(ConnectionPools pools, string where, CancellationToken cancellationToken)
        => pools.InReadSessionAsync(
            async (session, token) =>
            {
                await using var command = session.Connection.CreateCommand();
                command.CommandText = $"SELECT count(*) FROM lab_jobs WHERE {where}";
                command.Transaction = session.Transaction;
                return Convert.ToInt64(await command.ExecuteScalarAsync(token), CultureInfo.InvariantCulture);
            },
            cancellationToken);
}
