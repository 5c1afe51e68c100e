namespace Leasehold.Payments.Gateway;

/// <summary>What a call ended in, with the exchange to log.</summary>
internal sealed record GatewayReply<T>(CallOutcome<T> Outcome, GatewayExchange Exchange);
