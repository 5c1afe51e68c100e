namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>GET /control/stats: since the start or the last reset with <c>stats=true</c>.</summary>
internal sealed record StatsReport(
    RouteStats Charges,
    RouteStats Refunds,
    RouteStats Lookups,
    long Unauthorized,
    long ChargesMade,
    long ChargesDeclined,
    long RefundsMade);
