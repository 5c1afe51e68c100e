using System.Text.Json.Serialization;

namespace AotOrders;

/// <summary>What the routes answer with: without reflection, as a native application has it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrdersJson : JsonSerializerContext;
