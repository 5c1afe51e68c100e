using System.Text.Json.Serialization;

namespace Leasehold.Payments.Gateway;

/// <summary>What of the gateway's refusals is of use, problem details or not.</summary>
internal sealed class GatewayProblem
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Code { get; set; }

    /// <summary>What answers of the contract say to people.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Message { get; set; }

    /// <summary>What problem details say to people.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Detail { get; set; }
}
