using System.Text.Json;

namespace Leasehold.Images.Processing;

/// <summary>The body of process-sync and process-async, and an item of a batch, as sent.</summary>
internal sealed class ProcessRequest
{
    public string? Url { get; set; }

    public JsonElement? Options { get; set; }
}
