namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>GET /control/requests: one page of the requests log, in the order of the ledger.</summary>
internal sealed record RequestsReport(IReadOnlyList<RequestRow> Requests, long? NextAfter);
