using System.Text.Json.Serialization;
using Leasehold.Simulators.ImageProcessor.Processing;

namespace Leasehold.Simulators.ImageProcessor.Http;

/// <summary>The JSON of the processor contract: unknown members are ignored, unknown options are not.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(ProcessRequest))]
[JsonSerializable(typeof(ProcessAnswer))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProcessorJson : JsonSerializerContext;
