using System.Text.Json;

namespace Leasehold.Simulators.ImageProcessor.Tests.Hosting;

/// <summary>An answer of the processor.</summary>
internal sealed record Reply(int Status, string Text)
{
    public string? this[string member]
        => JsonDocument.Parse(Text).RootElement.TryGetProperty(member, out var value)
            && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    /// <summary>The refusal without what differs from request to request.</summary>
    public (int Status, string? Code, string? Detail) Refusal => (Status, this["code"], this["detail"]);
}
