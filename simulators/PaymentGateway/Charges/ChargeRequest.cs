namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>The body of POST /v1/payments, as sent.</summary>
internal sealed class ChargeRequest
{
    public string? MerchantUid { get; set; }

    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    public string? CardToken { get; set; }
}
