namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>Thrown by a caller's own work, on purpose.</summary>
internal sealed class ChangedMindException() : Exception("The caller has changed its mind.");
