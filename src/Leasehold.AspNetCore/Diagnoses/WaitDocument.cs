namespace Leasehold.AspNetCore;

/// <summary>One wait in the diagnosis; the meaning of each member is <see cref="DiagnosedWait"/>'s.</summary>
internal sealed record WaitDocument(
    SessionDocument Waiter,
    IReadOnlyList<SessionDocument> Blockers,
    bool AreCandidates,
    double? WaitedMs,
    string? Lock,
    string? Table)
{
    public static WaitDocument Of(DiagnosedWait wait) => new(
        SessionDocument.Of(wait.Waiter),
        [.. wait.Blockers.Select(SessionDocument.Of)],
        wait.AreCandidates,
        wait.Waited is { } waited ? Math.Round(waited.TotalMilliseconds, 1) : null,
        wait.Lock,
        wait.Table);
}
