namespace Leasehold.Scenarios.Serving;

/// <summary>How the payment endpoint is written.</summary>
internal enum EndpointStyle
{
    /// <summary>The payment service as it is, on Leasehold.</summary>
    Staged,

    /// <summary>The same three stages by hand: the same statements on the raw data source, no Leasehold.</summary>
    ByHand,

    /// <summary>
    /// The fewest packets the driver allows, by somebody who writes drivers: no Leasehold, no journal, no mapper.
    /// </summary>
    Expert,

    /// <summary>The wrong way: one transaction, its connection held across the call to the gateway.</summary>
    Held,
}
