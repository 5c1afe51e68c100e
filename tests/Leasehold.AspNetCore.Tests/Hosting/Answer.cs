using System.Net;
using System.Text.Json;

namespace Leasehold.AspNetCore.Tests;

/// <summary>What came back, read to its end.</summary>
internal sealed record Answer(
    HttpStatusCode Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Members => string.Join(' ', Json.EnumerateObject().Select(m => m.Name));

    public string? Detail => Json.TryGetProperty("detail", out var detail) ? detail.GetString() : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(),
        response.Headers
            .Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>A problem document: right media type, right status inside, a trace id under either name.</summary>
    public void AssertProblem(HttpStatusCode status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Matches("[0-9a-f]{32}", Json.GetProperty(
            Json.TryGetProperty("trace_id", out _) ? "trace_id" : "traceId").GetString());
    }
}
