using System.Globalization;
using System.Text.Json;
using Leasehold.Simulators.PaymentGateway.Control;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Charges;

/// <summary>
/// GET /v1/transactions?date=: the payments of a day, in UTC, page by page. Beyond the contract, for reconciliation.
/// </summary>
internal sealed class ChargeListing(LedgerReader reader, LedgerIndex index)
{
    private const int PageRows = 500;

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = 0L;
        if (!DateOnly.TryParseExact(
                query["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || (query.ContainsKey("after") && !long.TryParse(
                query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out after)))
        {
            return ProblemAnswer.WriteAsync(
                context, Refusal.BadRequest("bad_page", "date is yyyy-MM-dd, after is what next_after said."));
        }

        var rows = reader.ReadDay(day, after, PageRows);
        var payments = rows
            .Select(row => index.TryGetByTransactionId(row.TransactionId, out var charge)
                ? ChargeAnswer.WithRefunds(charge)
                : null)
            .OfType<ChargeAnswer>()
            .ToList();
        var next = rows.Count == PageRows ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return Answer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            Answer.Json,
            JsonSerializer.SerializeToUtf8Bytes(
                new ChargePage(payments, next), GatewayJson.Default.ChargePage));
    }
}
