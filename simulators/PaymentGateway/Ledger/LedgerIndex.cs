using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>
/// Every committed charge and refund in memory, about half a kilobyte each, so that neither idempotency nor a
/// look-up reads SQL. Only the writer adds; anyone reads.
/// </summary>
internal sealed class LedgerIndex
{
    private readonly ConcurrentDictionary<string, Charge> _byMerchantUid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Charge> _byTransactionId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refund> _refundsByKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refund> _refundsById = new(StringComparer.Ordinal);

    public void Add(Charge charge)
    {
        _byTransactionId[charge.TransactionId] = charge;
        _byMerchantUid[charge.MerchantUid] = charge;
    }

    public void Add(Refund refund)
    {
        _refundsById[refund.RefundId] = refund;
        _refundsByKey[refund.IdempotencyKey] = refund;
    }

    public bool TryGetByMerchantUid(string merchantUid, [NotNullWhen(true)] out Charge? charge) =>
        _byMerchantUid.TryGetValue(merchantUid, out charge);

    public bool TryGetByTransactionId(string transactionId, [NotNullWhen(true)] out Charge? charge) =>
        _byTransactionId.TryGetValue(transactionId, out charge);

    public bool TryGetRefundByKey(string key, [NotNullWhen(true)] out Refund? refund) =>
        _refundsByKey.TryGetValue(key, out refund);

    public bool TryGetRefundById(string refundId, [NotNullWhen(true)] out Refund? refund) =>
        _refundsById.TryGetValue(refundId, out refund);

    public void Clear()
    {
        _byMerchantUid.Clear();
        _byTransactionId.Clear();
        _refundsByKey.Clear();
        _refundsById.Clear();
    }
}
