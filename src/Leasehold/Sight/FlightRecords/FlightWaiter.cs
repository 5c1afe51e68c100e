namespace Leasehold;

/// <summary>One caller in line when a flight record was made.</summary>
/// <param name="Endpoint">Its endpoint or job; null outside any flow.</param>
/// <param name="Workload">The workload whose pool it waits for, or for the turn to write in.</param>
/// <param name="Waited">How long so far.</param>
public sealed record FlightWaiter(string? Endpoint, string Workload, TimeSpan Waited);
