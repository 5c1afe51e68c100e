using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Images.Http;

/// <summary>The caller's key of one request; optional.</summary>
internal static class CallerKey
{
    public static Refusal? TryRead(HttpRequest request, out string? key)
        => IdempotencyKey.TryRead(request, out key) ? null : Refusals.KeyMalformed;
}
