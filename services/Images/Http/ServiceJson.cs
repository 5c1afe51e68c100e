using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
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
internal sealed partial class ServiceJson : JsonSerializerContext
{
    /// <summary>Leaves Korean as it is; everything that HTML could trip over is still escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>What answers are written with.</summary>
    public static ServiceJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = Encoder,
    });
}
