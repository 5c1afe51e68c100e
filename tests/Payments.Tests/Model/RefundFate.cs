namespace Leasehold.Payments.Tests.Model;

/// <summary>What the gateway does with a refund.</summary>
internal enum RefundFate
{
    Made,
    Declined,

    /// <summary>Made, and the answer lost.</summary>
    Lost,
}
