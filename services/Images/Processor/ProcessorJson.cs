using System.Text.Json.Serialization;

namespace Leasehold.Images.Processor;

/// <summary>The JSON of the processor contract.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProcessorBody))]
[JsonSerializable(typeof(ProcessorReply))]
[JsonSerializable(typeof(ProcessorProblem))]
internal sealed partial class ProcessorJson : JsonSerializerContext;
