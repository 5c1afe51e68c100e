using System.Text.Json.Serialization;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>The JSON between the processor and its pixel processes.</summary>
[JsonSerializable(typeof(PixelJob))]
[JsonSerializable(typeof(PixelAnswer))]
internal sealed partial class PixelJson : JsonSerializerContext;
