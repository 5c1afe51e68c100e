using System.Diagnostics.CodeAnalysis;
using Leasehold.ServiceDefaults.Http;
using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Payments.Payments;

/// <summary>A payment's public id is its key with a prefix: unique per tenant, like the key.</summary>
internal static class PaymentId
{
    private const string Prefix = "PAY-";

    public static string Of(string key) => Prefix + key;

    /// <summary>Reads the key of a payment that a path names.</summary>
    public static bool TryReadKey(HttpRequest request, string routeValue, [NotNullWhen(true)] out string? key)
    {
        var id = PathText.Decode(request, routeValue);
        key = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : null;
        return IdempotencyKey.IsWellFormed(key);
    }
}
