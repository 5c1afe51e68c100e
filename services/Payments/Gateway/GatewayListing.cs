using System.Text.Json;

namespace Leasehold.Payments.Gateway;

/// <summary>A page of the gateway's own list of payments.</summary>
internal sealed class GatewayListing
{
    public List<GatewayPayment>? Payments { get; set; }

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? NextAfter { get; set; }

    public static GatewayListing? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayListing) is { Payments: not null } page
                ? page
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
