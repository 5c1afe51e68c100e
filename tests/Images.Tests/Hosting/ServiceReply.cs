using System.Net.Http.Headers;
using System.Text.Json;

namespace Leasehold.Images.Tests.Hosting;

/// <summary>An answer of the service.</summary>
internal sealed record ServiceReply(int Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public bool IsReplayed
        => Headers.TryGetValues("Idempotent-Replayed", out var values)
            && values.SequenceEqual(["true"], StringComparer.Ordinal);

    public string TaskId => this["task_id"]!;

    public string? this[string member]
        => Body.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.ToString() : null;
}
