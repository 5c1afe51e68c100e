using System.Text.Json;

namespace Leasehold.Simulators.ImageProcessor.Processing;

/// <summary>The body of POST /process, as sent.</summary>
internal sealed class ProcessRequest
{
    public string? ImageUrl { get; set; }

    public JsonElement? Options { get; set; }
}
