using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leasehold.Sight.FlightRecords;

/// <summary>An activity as a word in snake_case.</summary>
internal sealed class HolderActivityConverter()
    : JsonStringEnumConverter<HolderActivity>(JsonNamingPolicy.SnakeCaseLower);
