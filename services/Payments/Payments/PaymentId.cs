using System.Diagnostics.CodeAnalysis;
using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Payments.Payments;

/// <summary>A payment's public id is its key with a prefix: unique per tenant, like the key.</summary>
internal static class PaymentId
{
    private const string Prefix = "PAY-";

    public static string Of(string key) => Prefix + key;

    public static bool TryReadKey(string id, [NotNullWhen(true)] out string? key)
    {
        key = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : null;
        return IdempotencyKey.IsWellFormed(key);
    }
}
