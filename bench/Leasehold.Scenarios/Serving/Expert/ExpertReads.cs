using System.Data.Common;
using Leasehold.Images.Images;
using Leasehold.Payments.Payments;
using Leasehold.ServiceDefaults.Database;
using ImagesJson = Leasehold.Images.Http.ServiceJson;
using PaymentsJson = Leasehold.Payments.Http.ServiceJson;

namespace Leasehold.Scenarios.Serving.Expert;

/// <summary>The two reading routes: one statement without a transaction, only the columns that are answered.</summary>
internal sealed class ExpertReads(DatabaseKind kind, DbDataSource source)
{
    private readonly ExpertStatements _payment = new(
        kind,
        """
        SELECT idempotency_key, order_number, amount_minor, currency, status, gateway_message, transaction_id,
               refunded_minor
          FROM payments WHERE tenant = @tenant AND idempotency_key = @key
        """);

    private readonly ExpertStatements _image = new(
        kind,
        """
        SELECT task_id, status, original_url, processed_url, width, height, file_size, processing_time, error_message
          FROM images WHERE tenant = @tenant AND task_id = @key
         ORDER BY created_at DESC, id DESC LIMIT 1
        """);

    public async Task PaymentAsync(ExpertRequest request)
    {
        var key = PaymentId.TryReadKey(request.Context.Request, request.RouteValue("payment_id"), out var read)
            ? read : "";
        var payment = await FindAsync(_payment, request, key, static row => new Payment
        {
            IdempotencyKey = row.GetString(0),
            OrderNumber = row.GetString(1),
            AmountMinor = row.GetInt64(2),
            Currency = row.GetString(3),
            Status = row.GetString(4),
            GatewayMessage = row.IsDBNull(5) ? null : row.GetString(5),
            TransactionId = row.IsDBNull(6) ? null : row.GetString(6),
            RefundedMinor = row.GetInt64(7),
        });
        await request.AnswerAsync(
            payment is null ? null : PaymentAnswer.Of(payment, ServiceDefaults.Languages.Language.English),
            PaymentsJson.Readable.PaymentAnswer);
    }

    public async Task ImageAsync(ExpertRequest request)
    {
        var key = TaskIds.TryRead(request.RouteValue("task_id"), out var read) ? read : "";
        var image = await FindAsync(_image, request, key, static row => new ImageAnswer(
            row.GetString(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetInt32(4),
            row.IsDBNull(5) ? null : row.GetInt32(5),
            row.IsDBNull(6) ? null : row.GetInt64(6),
            row.IsDBNull(7) ? null : row.GetDouble(7),
            row.IsDBNull(8) ? null : row.GetString(8)));
        await request.AnswerAsync(image, ImagesJson.Readable.ImageAnswer);
    }

    private async Task<T?> FindAsync<T>(
        ExpertStatements statement, ExpertRequest request, string key, Func<DbDataReader, T> read)
        where T : class
    {
        await using var connection = await source.OpenConnectionAsync(request.Context.RequestAborted);
        return await statement.ReadAsync(
            connection, name => name == "key" ? key : request.Tenant, read, request.Context.RequestAborted);
    }
}
