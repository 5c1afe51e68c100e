using System.Text.Json.Serialization;
using Leasehold.Images.Batches;
using Leasehold.Images.Images;
using Leasehold.Images.Options;
using Leasehold.Images.Processing;

namespace Leasehold.Images.Http;

/// <summary>The JSON of the service: snake_case, unknown members ignored, a member given twice refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ProcessRequest))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(ImageOptions))]
internal sealed partial class ServiceJson : JsonSerializerContext;
