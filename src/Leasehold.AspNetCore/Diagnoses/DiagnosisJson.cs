using System.Text.Json.Serialization;

namespace Leasehold.AspNetCore;

/// <summary>The diagnosis' JSON, whatever the application's own options are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DiagnosisDocument))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
