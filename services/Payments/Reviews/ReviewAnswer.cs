using Leasehold.Payments.Schema;

namespace Leasehold.Payments.Reviews;

/// <summary>A finding as operators see it.</summary>
internal sealed record ReviewAnswer(
    string ReviewId,
    string Kind,
    string Status,
    string Tenant,
    string OperationId,
    string? PaymentId,
    string? TransactionId,
    string Detail,
    string? Note,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ResolvedAt)
{
    public static ReviewAnswer Of(ReviewRow row) => new(
        row.Id,
        row.Kind,
        row.Status,
        row.Tenant,
        row.OperationId,
        row.PaymentId,
        row.TransactionId,
        row.Detail,
        row.Note,
        Clock.ToTime(row.CreatedUs),
        row.ResolvedUs is { } resolved ? Clock.ToTime(resolved) : null);
}
