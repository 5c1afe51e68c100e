namespace Leasehold.Payments.Gateway;

/// <summary>POST /v1/payments. The log keeps it without the token.</summary>
internal sealed record ChargeBody(string MerchantUid, decimal Amount, string Currency, string? CardToken);
