using System.Data.Common;
using System.Text.Json;
using Leasehold.Payments.Gateway;
using Leasehold.Payments.Http;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Schema;
using Leasehold.Payments.States;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Scenarios.Serving.Expert;

/// <summary>
/// POST /payments/process: the service's own statements in two transactions of one packet each, and no journal: what
/// dies in between stays open until somebody looks.
/// </summary>
internal sealed class ExpertPayment(DatabaseKind kind, DbDataSource source, GatewayClient gateway)
{
    private readonly ExpertStatements _begin = new(kind, ProcessStatements.Begin);
    private readonly ExpertStatements _complete = new(kind, ProcessStatements.Complete);

    // SQLite has one writer; in line here they do not block threads there.
    private readonly SemaphoreSlim? _writer = kind == DatabaseKind.Sqlite ? new SemaphoreSlim(1) : null;

    public async Task ProcessAsync(ExpertRequest request)
    {
        var context = request.Context;
        var body = await JsonSerializer.DeserializeAsync(
            context.Request.BodyReader.AsStream(), ServiceJson.Default.ProcessRequest, context.RequestAborted);
        if (CallerKey.TryRead(context.Request, out var key) is not null || key is null || body is null
            || PaymentIntent.TryRead(request.Tenant, key, body, out var intent) is not null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var payment = await PayAsync(intent, context.RequestAborted);
        await request.AnswerAsync(
            payment is null ? null : PaymentAnswer.OfOutcome(payment, ServiceDefaults.Languages.Language.English),
            ServiceJson.Readable.PaymentAnswer);
    }

    private async Task<Payment?> PayAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        var attempt = new ChargeAttempt(intent, Guid.CreateVersion7(), TimeProvider.System.NowUs());
        if (await WriteAsync(_begin, name => Value(name, attempt), cancellationToken) != ProcessStatements.AllRows)
        {
            return null;
        }

        var reply = await gateway.ChargeAsync(
            attempt.OperationId, intent.Amount, intent.CardToken, CancellationToken.None);
        if (reply.Outcome.Kind != CallOutcomeKind.Succeeded)
        {
            return null;
        }

        var now = TimeProvider.System.NowUs();
        await WriteAsync(_complete, name => Value(name, attempt, reply, now), CancellationToken.None);
        var payment = attempt.ToArgs().ToPayment(attempt.OperationId);
        payment.Status = PaymentStates.Completed;
        payment.TransactionId = reply.Outcome.Reply.TransactionId;
        return payment;
    }

    private async Task<int> WriteAsync(
        ExpertStatements statements, Func<string, object?> value, CancellationToken cancellationToken)
    {
        await (_writer?.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await statements.WriteAsync(connection, value);
        }
        finally
        {
            _writer?.Release();
        }
    }

    private static object? Value(string name, ChargeAttempt attempt) => name switch
    {
        "id" => attempt.OperationId,
        "tenant" => attempt.Intent.Tenant,
        "key" => attempt.Intent.Key,
        "fingerprint" => attempt.Intent.Fingerprint,
        "order_number" => attempt.Intent.OrderNumber,
        "amount" => attempt.Intent.Amount.Minor,
        "currency" => attempt.Intent.Amount.Currency,
        "body" => GatewayClient.ChargeText(attempt.OperationId, attempt.Intent.Amount),
        _ => attempt.StartedUs,
    };

    private static object? Value(
        string name, ChargeAttempt attempt, GatewayReply<GatewayPayment> reply, long now) => name switch
    {
        "id" => attempt.OperationId,
        "tenant" => attempt.Intent.Tenant,
        "order_number" => attempt.Intent.OrderNumber,
        "transaction_id" => reply.Outcome.Reply.TransactionId,
        "kind" => reply.Exchange.Call,
        "http_status" => reply.Exchange.HttpStatus,
        "outcome" => reply.Exchange.Outcome,
        "body" => reply.Exchange.Body,
        "took_us" => reply.Exchange.TookUs,
        _ => now,
    };
}
