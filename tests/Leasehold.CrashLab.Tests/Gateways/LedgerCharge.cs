using System.Text.Json;

namespace Leasehold.CrashLab.Tests.Gateways;

/// <summary>A payment as the gateway's ledger has it.</summary>
/// <param name="OperationId">The service's own id of it (merchant_uid).</param>
/// <param name="TookMoney">Whether it succeeded.</param>
/// <param name="Amount">What was captured if it did.</param>
/// <param name="Refunds">The amounts that went back, one by one.</param>
internal sealed record LedgerCharge(
    string OperationId, bool TookMoney, decimal Amount, IReadOnlyList<decimal> Refunds)
{
    public static LedgerCharge Read(JsonElement row) => new(
        row.GetProperty("merchant_uid").GetString()!,
        row.GetProperty("status").GetString() == "success",
        row.GetProperty("amount").GetDecimal(),
        [
            .. row.GetProperty("refunds").EnumerateArray()
                .Where(static refund => refund.GetProperty("status").GetString() == "success")
                .Select(static refund => refund.GetProperty("amount").GetDecimal()),
        ]);
}
