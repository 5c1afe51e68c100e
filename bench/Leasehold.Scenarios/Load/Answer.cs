namespace Leasehold.Scenarios.Load;

/// <summary>How one payment request ended.</summary>
internal enum Answer
{
    /// <summary>Paid.</summary>
    Completed,

    /// <summary>Refused for want of capacity, saying when to come again: 503 with Retry-After.</summary>
    Refused,

    /// <summary>The outcome is not known: 202.</summary>
    Open,

    /// <summary>Anything else, a connection that broke included.</summary>
    Failed,
}
