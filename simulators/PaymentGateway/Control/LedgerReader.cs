using Leasehold.Simulators.PaymentGateway.Hosting;
using Leasehold.Simulators.PaymentGateway.Ledger;
using Leasehold.Simulators.PaymentGateway.Money;
using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>
/// Reads the reports from the file, not from the index: an oracle that answers from memory would vouch for what a
/// crash loses. Each report is one snapshot.
/// </summary>
internal sealed class LedgerReader(GatewaySettings settings)
{
    public LedgerReport ReadLedger(LedgerPage page)
    {
        using var connection = LedgerFile.OpenForReading(settings.Ledger);
        using var snapshot = connection.BeginTransaction(deferred: true);
        var (charges, next) = ReadCharges(connection, page);
        return new LedgerReport(LedgerTotalsQuery.Read(connection, page.MerchantUid), charges, next);
    }

    public RequestsReport ReadRequests(LedgerPage page)
    {
        using var connection = LedgerFile.OpenForReading(settings.Ledger);
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT id, received_at_ms, route, merchant_uid, transaction_id, idempotency_key, outcome, fault
            FROM requests WHERE id > @after AND (@uid IS NULL OR merchant_uid = @uid) ORDER BY id LIMIT @limit
            """;
        Bind(command, page);
        using var row = command.ExecuteReader();
        var requests = new List<RequestRow>();
        while (row.Read())
        {
            requests.Add(new RequestRow(
                row.GetInt64(0), Time(row, 1), row.GetString(2), Text(row, 3), Text(row, 4), Text(row, 5),
                row.GetString(6), Text(row, 7)));
        }

        return new RequestsReport(requests, requests.Count == page.Limit ? requests[^1].Id : null);
    }

    /// <summary>Which payments were made on a day, in UTC.</summary>
    public IReadOnlyList<(long Id, string TransactionId)> ReadDay(DateOnly day, long after, int limit)
    {
        using var connection = LedgerFile.OpenForReading(settings.Ledger);
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT id, transaction_id FROM charges
            WHERE id > @after AND created_at_ms >= @start AND created_at_ms < @start + 86400000
            ORDER BY id LIMIT @limit
            """;
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        command.Parameters.AddWithValue("@start", start);
        command.Parameters.AddWithValue("@after", after);
        command.Parameters.AddWithValue("@limit", limit);
        using var row = command.ExecuteReader();
        var rows = new List<(long, string)>();
        while (row.Read())
        {
            rows.Add((row.GetInt64(0), row.GetString(1)));
        }

        return rows;
    }

    private static (List<ChargeRow> Rows, long? Next) ReadCharges(SqliteConnection connection, LedgerPage page)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT c.id, c.transaction_id, c.merchant_uid, c.amount_minor, c.currency, c.status, c.created_at_ms,
                   r.refund_id, r.idempotency_key, r.declined, r.amount_minor, r.created_at_ms
            FROM (SELECT * FROM charges
                  WHERE id > @after AND (@uid IS NULL OR merchant_uid = @uid) ORDER BY id LIMIT @limit) c
            LEFT JOIN refunds r ON r.transaction_id = c.transaction_id
            ORDER BY c.id, r.id
            """;
        Bind(command, page);
        using var row = command.ExecuteReader();
        var rows = new List<ChargeRow>();
        var last = 0L;
        for (var more = row.Read(); more;)
        {
            last = row.GetInt64(0);
            rows.Add(ReadCharge(row, last, out more));
        }

        return (rows, rows.Count == page.Limit ? last : null);
    }

    /// <summary>One charge and, over as many joined rows as there are, its refunds.</summary>
    private static ChargeRow ReadCharge(SqliteDataReader row, long id, out bool more)
    {
        var amount = new MoneyAmount(row.GetInt64(3), row.GetString(4));
        var refunds = new List<RefundRow>();
        var charge = new ChargeRow(
            row.GetString(1),
            row.GetString(2),
            (ChargeStatus)row.GetInt32(5) == ChargeStatus.Charged ? "success" : "failed",
            amount.Value,
            amount.Currency,
            0,
            Time(row, 6),
            refunds);
        do
        {
            if (!row.IsDBNull(7))
            {
                refunds.Add(new RefundRow(
                    row.GetString(7),
                    row.GetString(8),
                    row.GetInt32(9) == 0 ? "success" : "failed",
                    (amount with { Minor = row.GetInt64(10) }).Value,
                    Time(row, 11)));
            }

            more = row.Read();
        }
        while (more && row.GetInt64(0) == id);

        return charge with
        {
            RefundedAmount = refunds
                .Where(refund => string.Equals(refund.Status, "success", StringComparison.Ordinal))
                .Sum(refund => refund.Amount),
        };
    }

    private static void Bind(SqliteCommand command, LedgerPage page)
    {
        command.Parameters.AddWithValue("@after", page.After);
        command.Parameters.AddWithValue("@limit", page.Limit);
        command.Parameters.AddWithValue("@uid", (object?)page.MerchantUid ?? DBNull.Value);
    }

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
