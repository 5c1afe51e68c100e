namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>The counters of one kind of request.</summary>
internal sealed record RouteStats(long Received, int InFlight, int PeakInFlight);
