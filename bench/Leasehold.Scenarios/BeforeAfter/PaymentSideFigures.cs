using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Serving.Holds;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>What one side came to.</summary>
internal sealed record PaymentSideFigures(LoadFigures Load, HoldFigures Holds, int PeakAtGateway, OutcomeAudit Audit);
