using System.Text.Json.Serialization;
using Leasehold.Simulators.ImageProcessor.Faults;

namespace Leasehold.Simulators.ImageProcessor.Control;

/// <summary>The JSON of the control routes: an unknown member is refused, since a misspelt fault is no fault.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(FaultSettings))]
[JsonSerializable(typeof(StatsReport))]
internal sealed partial class ControlJson : JsonSerializerContext;
