namespace Leasehold.Payments.Gateway;

/// <summary>What a call ended in, with the exchange to log.</summary>
internal sealed record GatewayReply<T>(CallOutcome<T> Outcome, GatewayExchange Exchange)
{
    /// <summary>With the request's text too, where stage 1 has not logged this one.</summary>
    public GatewayReply<T> WithRequest(string text) => this with { Exchange = Exchange with { Request = text } };
}
