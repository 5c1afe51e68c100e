namespace Leasehold.Payments.Reconciliation;

/// <summary>How far the gateway's own list of a day went.</summary>
internal enum ListingResult
{
    /// <summary>The gateway has no such list.</summary>
    NoList,

    /// <summary>Read to its end.</summary>
    Listed,

    /// <summary>There may be one, but it could not be read to its end.</summary>
    Failed,
}
