using System.Text.Json.Serialization;

namespace Leasehold.Payments.Gateway;

/// <summary>The JSON of the gateway contract; unknown members are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(ChargeBody))]
[JsonSerializable(typeof(RefundBody))]
[JsonSerializable(typeof(GatewayPayment))]
[JsonSerializable(typeof(GatewayRefund))]
[JsonSerializable(typeof(GatewayProblem))]
[JsonSerializable(typeof(GatewayListing))]
internal sealed partial class GatewayJson : JsonSerializerContext;
