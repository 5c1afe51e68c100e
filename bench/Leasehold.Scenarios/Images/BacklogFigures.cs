namespace Leasehold.Scenarios.Images;

/// <summary>How reads fared beside jobs, and how long it took to accept and to complete these.</summary>
internal sealed record BacklogFigures(
    ReadFigures Reads, int Accepted, TimeSpan AcceptedIn, int Completed, TimeSpan CompletedIn);
