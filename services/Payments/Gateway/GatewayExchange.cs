namespace Leasehold.Payments.Gateway;

/// <summary>One request to the gateway and what came back, for the log. Holds no card token.</summary>
/// <param name="Call">See <see cref="GatewayCall"/>.</param>
/// <param name="HttpStatus">The answer's status; null when none came.</param>
/// <param name="Outcome">What we made of it.</param>
/// <param name="Body">The answer's text, cleaned and cut.</param>
/// <param name="TookUs">Microseconds from sending to having read the answer.</param>
/// <param name="TransactionId">The transaction it named, as evidence where the outcome is not accepted.</param>
internal sealed record GatewayExchange(
    string Call, int? HttpStatus, string Outcome, string? Body, long TookUs, string? TransactionId)
{
    /// <summary>The request's text where stage 1 has not logged it already.</summary>
    public string? Request { get; init; }

    /// <summary>The gateway's own words where it declined, cleaned.</summary>
    public string? Message { get; init; }
}
