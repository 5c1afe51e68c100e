using Leasehold.Simulators.PaymentGateway.Money;
using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>Fills the index from the file at start.</summary>
internal static class LedgerLoad
{
    /// <summary>The number of charges loaded.</summary>
    public static int Into(LedgerIndex index, SqliteConnection connection)
    {
        var charges = 0;
        using (var command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT transaction_id, merchant_uid, amount_minor, currency, card_digest, status, created_at_ms " +
                "FROM charges ORDER BY id";
            using var reader = command.ExecuteReader();
            for (; reader.Read(); charges++)
            {
                index.Add(ChargeOf(reader));
            }
        }

        using var refunds = connection.CreateCommand();
        refunds.CommandText =
            "SELECT refund_id, transaction_id, idempotency_key, amount_minor, currency, requested_minor, declined, " +
            "remaining_minor, created_at_ms FROM refunds ORDER BY id";
        using var rows = refunds.ExecuteReader();
        while (rows.Read())
        {
            Add(index, RefundOf(rows));
        }

        return charges;
    }

    private static void Add(LedgerIndex index, Refund refund)
    {
        index.Add(refund);
        if (!refund.Declined && index.TryGetByTransactionId(refund.TransactionId, out var charge))
        {
            charge.PledgedMinor += refund.Amount.Minor;
            charge.RefundedMinor = charge.PledgedMinor;
        }
    }

    private static Charge ChargeOf(SqliteDataReader row) => new()
    {
        TransactionId = row.GetString(0),
        MerchantUid = row.GetString(1),
        Amount = new MoneyAmount(row.GetInt64(2), row.GetString(3)),
        CardDigest = row.GetString(4),
        Status = (ChargeStatus)row.GetInt32(5),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
    };

    private static Refund RefundOf(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        new MoneyAmount(row.GetInt64(3), row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetInt64(5),
        row.GetInt32(6) != 0,
        row.GetInt64(7),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)));
}
