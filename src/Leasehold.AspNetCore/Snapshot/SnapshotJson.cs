using System.Text.Json.Serialization;

namespace Leasehold.AspNetCore;

/// <summary>The snapshot's JSON, whatever the application's own options are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SnapshotDocument))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
