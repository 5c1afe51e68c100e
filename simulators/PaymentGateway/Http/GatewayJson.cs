using System.Text.Json.Serialization;
using Leasehold.Simulators.PaymentGateway.Charges;
using Leasehold.Simulators.PaymentGateway.Refunds;

namespace Leasehold.Simulators.PaymentGateway.Http;

/// <summary>The JSON of the gateway contract: unknown members are ignored, as real gateways do.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(ChargeAnswer))]
[JsonSerializable(typeof(ChargePage))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundAnswer))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class GatewayJson : JsonSerializerContext;
