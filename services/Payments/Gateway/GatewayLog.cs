using Leasehold.Payments.Schema;
using LinqToDB.Data;

namespace Leasehold.Payments.Gateway;

/// <summary>Statements of <c>gateway_log</c>: it only grows.</summary>
internal static class GatewayLog
{
    public const string Columns = "tenant, operation_id, kind, direction, http_status, outcome, body, took_us, at_us";

    /// <summary>Logs an answer; part of a batch, with the parameters of <see cref="AnswerParameters"/>.</summary>
    public const string InsertAnswer =
        $"INSERT INTO gateway_log ({Columns}) "
        + "VALUES (@tenant, @id, @kind, 'answer', @http_status, @outcome, @body, @took_us, @now)";

    private const string InsertRequest =
        $"INSERT INTO gateway_log ({Columns}) VALUES (@tenant, @id, @kind, 'request', NULL, NULL, @body, NULL, @now)";

    public static DataParameter[] AnswerParameters(string tenant, string operationId, GatewayExchange exchange,
        long now)
        =>
        [
            Parameters.Text("tenant", tenant),
            Parameters.Text("id", operationId),
            Parameters.Text("kind", exchange.Call),
            Parameters.Count("http_status", exchange.HttpStatus),
            Parameters.Text("outcome", exchange.Outcome),
            Parameters.Text("body", exchange.Body),
            Parameters.Number("took_us", exchange.TookUs),
            Parameters.Number("now", now),
        ];

    /// <summary>Logs an exchange by itself, its request too where no stage has logged it yet.</summary>
    public static async Task AddAsync(
        DataConnection db,
        string tenant,
        string operationId,
        GatewayExchange exchange,
        long now,
        CancellationToken cancellationToken)
    {
        if (exchange.Request is { } request)
        {
            await AddRequestAsync(db, tenant, operationId, exchange.Call, request, now, cancellationToken);
        }

        await AddAnswerAsync(db, tenant, operationId, exchange, now, cancellationToken);
    }

    public static Task AddAnswerAsync(
        DataConnection db,
        string tenant,
        string operationId,
        GatewayExchange exchange,
        long now,
        CancellationToken cancellationToken)
        => db.ExecuteAsync(InsertAnswer, cancellationToken, AnswerParameters(tenant, operationId, exchange, now));

    public static Task AddRequestAsync(
        DataConnection db,
        string tenant,
        string operationId,
        string call,
        string body,
        long now,
        CancellationToken cancellationToken)
        => db.ExecuteAsync(
            InsertRequest,
            cancellationToken,
            Parameters.Text("tenant", tenant),
            Parameters.Text("id", operationId),
            Parameters.Text("kind", call),
            Parameters.Text("body", body),
            Parameters.Number("now", now));
}
