namespace Leasehold.Simulators.PaymentGateway.Http;

/// <summary>The members of an RFC 9457 answer.</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, string TraceId)
{
    public string? MerchantUid { get; init; }

    public string? TransactionId { get; init; }
}
