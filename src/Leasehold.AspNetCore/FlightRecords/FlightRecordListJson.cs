using System.Text.Json.Serialization;

namespace Leasehold.AspNetCore;

/// <summary>The list's JSON, whatever the application's own options are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FlightRecordList))]
internal sealed partial class FlightRecordListJson : JsonSerializerContext;
