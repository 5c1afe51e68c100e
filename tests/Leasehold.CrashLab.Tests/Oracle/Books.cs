using System.Data.Common;
using System.Globalization;
using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>What the service has written about the orders of one run.</summary>
internal sealed record Books(
    IReadOnlyList<OrderRow> Orders, IReadOnlyList<PaymentRow> Payments, IReadOnlyList<RefundRow> Refunds)
{
    /// <summary>Reads them straight from the tables.</summary>
    /// <param name="database">The service's.</param>
    /// <param name="prefix">How the run's order numbers begin; letters, digits and dashes.</param>
    public static async Task<Books> ReadAsync(LabDatabase database, string prefix)
        => new(
            await database.ReadAsync(
                $"SELECT order_number, status FROM orders WHERE order_number LIKE '{prefix}%'",
                static row => new OrderRow(row.GetString(0), row.GetString(1))),
            await database.ReadAsync(
                $"""
                SELECT id, order_number, status, amount_minor, refunded_minor, refund_reserved_minor FROM payments
                WHERE order_number LIKE '{prefix}%'
                """,
                static row => new PaymentRow(
                    row.GetString(0), row.GetString(1), row.GetString(2), Minor(row, 3), Minor(row, 4), Minor(row, 5))),
            await database.ReadAsync(
                $"""
                SELECT r.id, r.payment_id, r.status, r.amount_minor FROM refunds r
                JOIN payments p ON p.id = r.payment_id WHERE p.order_number LIKE '{prefix}%'
                """,
                static row => new RefundRow(row.GetString(0), row.GetString(1), row.GetString(2), Minor(row, 3))));

    /// <summary>The journal of operations, whosever they are.</summary>
    public static async Task<JournalTotals> JournalAsync(LabDatabase database)
        => (await database.ReadAsync(
            $"""
            SELECT SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END),
                   MAX(CASE WHEN state = 0 THEN {database.Now} - due_us ELSE 0 END)
            FROM leasehold_operations
            """,
            static row => row.IsDBNull(0)
                ? JournalTotals.Nothing
                : new JournalTotals(
                    Number(row, 0),
                    Number(row, 1),
                    TimeSpan.FromMicroseconds(Math.Max(0, Number(row, 2))))))[0];

    private static decimal Minor(DbDataReader row, int column) => Number(row, column);

    private static long Number(DbDataReader row, int column)
        => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
}
