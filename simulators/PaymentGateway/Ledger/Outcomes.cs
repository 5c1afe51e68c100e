namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>The words of the requests log for what became of a request, besides the codes of refusals.</summary>
internal static class Outcomes
{
    public const string NotProcessed = "not_processed";
    public const string Charged = "charged";
    public const string Declined = "declined";
    public const string Refunded = "refunded";
    public const string Replayed = "replayed";
    public const string Found = "found";
    public const string NotFound = "not_found";
}
