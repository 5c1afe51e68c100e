using System.Globalization;
using Leasehold.Durable;
using Leasehold.Payments.Gateway;

namespace Leasehold.Payments.Payments;

/// <summary>
/// How long and how often the outcome of an operation is asked for; <c>Leasehold:Durable:Operations</c> wins.
/// </summary>
internal static class OperationBounds
{
    /// <summary>With the pauses below about a day: a gateway that is away overnight makes no dead letters.</summary>
    private const int MaxAttempts = 150;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>The client ends a request first; this bound is for a client that does not.</summary>
    private static readonly TimeSpan CallMargin = TimeSpan.FromSeconds(5);

    /// <summary>Sets the bounds of an operation whose call makes so many requests, one after the other.</summary>
    public static void Set(DurableOperationOptions bounds, IConfiguration configuration, int requests)
    {
        var written = configuration[$"{GatewayOptions.Section}:{nameof(GatewayOptions.Timeout)}"];
        var timeout = TimeSpan.TryParse(written, CultureInfo.InvariantCulture, out var read)
            ? read
            : new GatewayOptions().Timeout;
        bounds.CallTimeout = (requests * timeout) + CallMargin;
        bounds.MaxAttempts = MaxAttempts;
        bounds.LongestPause = LongestPause;
    }
}
