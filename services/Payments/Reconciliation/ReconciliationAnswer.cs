using Leasehold.Payments.Schema;

namespace Leasehold.Payments.Reconciliation;

/// <summary>What became of comparing a day.</summary>
/// <param name="Day">The day, in Payments:TimeZone.</param>
/// <param name="WasListed">Whether the gateway had a list: then what only it knows was found too.</param>
/// <param name="CheckedPayments">Payments of ours that were compared.</param>
/// <param name="StartedAt">When it was last begun.</param>
/// <param name="FinishedAt">When it was done; null while it is not.</param>
internal sealed record ReconciliationAnswer(
    string Day, bool WasListed, long CheckedPayments, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    public static ReconciliationAnswer Of(ReconciliationRow row) => new(
        row.Day,
        row.WasListed == 1,
        row.CheckedPayments,
        Clock.ToTime(row.StartedUs),
        row.FinishedUs is { } finished ? Clock.ToTime(finished) : null);
}
