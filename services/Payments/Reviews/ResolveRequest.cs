namespace Leasehold.Payments.Reviews;

/// <summary>The body of POST /leasehold/reviews/{review_id}/resolve; it may be left out.</summary>
internal sealed class ResolveRequest
{
    public string? Note { get; set; }
}
