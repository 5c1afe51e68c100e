namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>The journal at one moment.</summary>
/// <param name="Open">Operations that are not over.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="Overdue">How long the longest has waited for somebody; zero when none does.</param>
internal sealed record JournalTotals(long Open, long Dead, TimeSpan Overdue)
{
    public static JournalTotals Nothing { get; } = new(0, 0, TimeSpan.Zero);
}
