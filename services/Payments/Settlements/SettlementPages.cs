using System.Runtime.CompilerServices;
using Leasehold.Payments.Days;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using LinqToDB.Data;

namespace Leasehold.Payments.Settlements;

/// <summary>
/// A day's movements, page by page. Each page is a short lease of its own from the Batch pool: a caller that reads
/// slowly holds up nobody, and a day of any size takes the memory of one page.
/// </summary>
internal sealed class SettlementPages(ConnectionPools pools, ServiceDatabase database, BusinessDays days)
{
    private const int PageRows = 500;

    private const string AfterLast =
        "completed_us < @end AND (completed_us > @last OR (completed_us = @last AND id > @id))";

    private static readonly string Payments =
        $"""
        SELECT id, completed_us, idempotency_key AS payment_key,
               order_number, transaction_id, NULL AS refund_id,
               amount_minor, currency
          FROM payments
         WHERE completed_us >= @last AND {AfterLast} AND tenant = @tenant
           AND status NOT IN ('{PaymentStates.Failed}', '{PaymentStates.Cancelled}')
         ORDER BY completed_us, id
         LIMIT {PageRows}
        """;

    private static readonly string Refunds =
        $"""
        SELECT r.id, r.completed_us, p.idempotency_key AS payment_key,
               p.order_number, p.transaction_id,
               r.gateway_refund_id AS refund_id, r.amount_minor, r.currency
          FROM (SELECT id, completed_us, payment_id, gateway_refund_id, amount_minor, currency
                  FROM refunds
                 WHERE completed_us >= @last AND {AfterLast} AND tenant = @tenant
                   AND status = '{RefundStates.Succeeded}'
                 ORDER BY completed_us, id
                 LIMIT {PageRows}) r
          JOIN payments p ON p.id = r.payment_id
         ORDER BY r.completed_us, r.id
        """;

    /// <summary>Payments, then refunds, each in the order of time.</summary>
    public async IAsyncEnumerable<SettlementPage> ReadAsync(
        string tenant, DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = days.EndOf(day);
        foreach (var (type, sql) in ((string, string)[])[
            (SettlementRow.Payment, Payments), (SettlementRow.Refund, Refunds)])
        {
            // Every id comes after the empty one: the first page begins with the first microsecond.
            var last = days.StartOf(day);
            var id = "";
            List<SettlementRow> rows;
            do
            {
                rows = await ReadPageAsync(sql, tenant, last, id, end, cancellationToken);
                if (rows.Count > 0)
                {
                    (last, id) = (rows[^1].CompletedUs, rows[^1].Id);
                    yield return new SettlementPage(type, rows);
                }
            }
            while (rows.Count == PageRows);
        }
    }

    private Task<List<SettlementRow>> ReadPageAsync(
        string sql, string tenant, long last, string id, long end, CancellationToken cancellationToken)
        => pools.InReadSessionAsync(
            Workload.Batch,
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.QueryToListAsync<SettlementRow>(
                    sql,
                    token,
                    Parameters.Text("tenant", tenant),
                    Parameters.Number("last", last),
                    Parameters.Text("id", id),
                    Parameters.Number("end", end));
            },
            cancellationToken);
}
