using System.Text.Json;
using Leasehold.Simulators.PaymentGateway.Faults;
using Microsoft.Data.Sqlite;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>The statements of the writer, on its connection.</summary>
internal sealed class LedgerStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly PreparedInsert _charge;
    private readonly PreparedInsert _refund;
    private readonly PreparedInsert _request;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;

    public LedgerStatements(SqliteConnection connection)
    {
        _connection = connection;
        _charge = new PreparedInsert(
            connection, "charges", "transaction_id", "merchant_uid", "amount_minor", "currency", "card_digest",
            "status", "created_at_ms");
        _refund = new PreparedInsert(
            connection, "refunds", "refund_id", "transaction_id", "idempotency_key", "amount_minor", "currency",
            "requested_minor", "declined", "remaining_minor", "created_at_ms");
        _request = new PreparedInsert(
            connection, "requests", "received_at_ms", "route", "merchant_uid", "transaction_id", "idempotency_key",
            "outcome", "fault");
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void InsertCharge(Charge charge) => _charge.Execute(
        charge.TransactionId,
        charge.MerchantUid,
        charge.Amount.Minor,
        charge.Amount.Currency,
        charge.CardDigest,
        (int)charge.Status,
        charge.CreatedAt.ToUnixTimeMilliseconds());

    public void InsertRefund(Refund refund) => _refund.Execute(
        refund.RefundId,
        refund.TransactionId,
        refund.IdempotencyKey,
        refund.Amount.Minor,
        refund.Amount.Currency,
        refund.RequestedMinor,
        refund.Declined ? 1 : 0,
        refund.RemainingMinor,
        refund.CreatedAt.ToUnixTimeMilliseconds());

    public void InsertRequest(RequestRecord request) => _request.Execute(
        request.ReceivedAt.ToUnixTimeMilliseconds(),
        request.Route,
        request.MerchantUid,
        request.TransactionId,
        request.IdempotencyKey,
        request.Outcome,
        request.Fault == Fault.None ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Fault.ToString()));

    public void DeleteEverything()
    {
        using var command = Command("DELETE FROM refunds; DELETE FROM charges; DELETE FROM requests;");
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _charge.Dispose();
        _refund.Dispose();
        _request.Dispose();
        _begin.Dispose();
        _commit.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // every caller passes a constant
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
