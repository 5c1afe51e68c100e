using System.Net;
using System.Text.Json;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record Reply(HttpStatusCode Status, string? ContentType, string? RetryAfter, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string? this[string member] => Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.RetryAfter?.ToString(),
        await response.Content.ReadAsStringAsync());
}
