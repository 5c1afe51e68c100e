namespace Leasehold.Dashboard;

/// <summary>Everything the page shows, at one moment; one is made for all who look.</summary>
internal sealed record DashboardFrame(
    DateTimeOffset At, IReadOnlyList<DatabaseFrame> Databases, GuardMode Guard, IReadOnlyList<GuardReport> Reports);
