using Leasehold.Payments.States;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>The gateway's ledger against the service's table.</summary>
/// <param name="Charged">Payments that took money.</param>
/// <param name="ChargedTwice">Of these, the ones charged more than once.</param>
/// <param name="Unsaved">Of these, the ones whose payment is not completed in the table.</param>
/// <param name="Unfounded">Payments completed in the table that the gateway never charged.</param>
internal sealed record OutcomeAudit(int Charged, int ChargedTwice, int Unsaved, int Unfounded)
{
    public static async Task<OutcomeAudit> TakeAsync(Gateway gateway, ScenarioDatabase database)
    {
        var charges = await gateway.ReadChargesAsync();
        var payments = await database.ReadPaymentsAsync();
        var charged = charges.ToHashSet(StringComparer.Ordinal);
        return new OutcomeAudit(
            charged.Count,
            charges.Count - charged.Count,
            charged.Count(id => !IsCompleted(payments.GetValueOrDefault(id))),
            payments.Count(p => IsCompleted(p.Value) && !charged.Contains(p.Key)));
    }

    private static bool IsCompleted(string? status)
        => string.Equals(status, PaymentStates.Completed, StringComparison.Ordinal);
}
