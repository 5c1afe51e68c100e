using System.Text.Json.Serialization;

namespace Leasehold.Sight.FlightRecords;

/// <summary>The JSON of flight records: snake_case, durations in seconds, enumerations as words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    Converters = [typeof(SecondsConverter), typeof(HolderActivityConverter)])]
[JsonSerializable(typeof(FlightRecord))]
internal sealed partial class FlightJson : JsonSerializerContext;
