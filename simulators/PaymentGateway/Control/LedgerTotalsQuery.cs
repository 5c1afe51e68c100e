using Leasehold.Simulators.PaymentGateway.Money;
using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>The totals of a report, of everything or of one merchant_uid.</summary>
internal static class LedgerTotalsQuery
{
    private const string Counts =
        """
        WITH mine AS (SELECT * FROM charges WHERE @uid IS NULL OR merchant_uid = @uid),
             given AS (SELECT r.* FROM refunds r JOIN mine c ON c.transaction_id = r.transaction_id)
        SELECT (SELECT COUNT(*) FROM mine WHERE status = 0),
               (SELECT COUNT(*) FROM mine WHERE status <> 0),
               (SELECT COUNT(*) FROM (SELECT 1 FROM mine GROUP BY merchant_uid HAVING COUNT(*) > 1)),
               (SELECT COUNT(*) FROM given WHERE declined = 0),
               (SELECT COUNT(*) FROM given WHERE declined <> 0),
               (SELECT COUNT(*) FROM mine c WHERE c.amount_minor <
                   (SELECT SUM(g.amount_minor) FROM given g
                    WHERE g.transaction_id = c.transaction_id AND g.declined = 0)),
               (SELECT COUNT(*) FROM requests WHERE @uid IS NULL OR merchant_uid = @uid)
        """;

    private const string Sums =
        """
        SELECT c.currency, SUM(c.amount_minor),
               (SELECT COALESCE(SUM(r.amount_minor), 0)
                FROM refunds r JOIN charges p ON p.transaction_id = r.transaction_id
                WHERE r.declined = 0 AND p.currency = c.currency AND (@uid IS NULL OR p.merchant_uid = @uid))
        FROM charges c WHERE c.status = 0 AND (@uid IS NULL OR c.merchant_uid = @uid)
        GROUP BY c.currency ORDER BY c.currency
        """;

    public static LedgerTotals Read(SqliteConnection connection, string? merchantUid)
    {
        var sums = ReadSums(connection, merchantUid);
        using var command = Command(connection, Counts, merchantUid);
        using var row = command.ExecuteReader();
        row.Read();
        return new LedgerTotals(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
            row.GetInt64(6), sums);
    }

    private static List<CurrencySum> ReadSums(SqliteConnection connection, string? merchantUid)
    {
        using var command = Command(connection, Sums, merchantUid);
        using var row = command.ExecuteReader();
        var sums = new List<CurrencySum>();
        while (row.Read())
        {
            var currency = row.GetString(0);
            sums.Add(new CurrencySum(
                currency,
                new MoneyAmount(row.GetInt64(1), currency).Value,
                new MoneyAmount(row.GetInt64(2), currency).Value));
        }

        return sums;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, string? merchantUid)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // both statements are constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@uid", (object?)merchantUid ?? DBNull.Value);
        return command;
    }
}
