using Leasehold.Durable;
using Leasehold.Payments.Http;
using Leasehold.ServiceDefaults.Operators;
using Leasehold.ServiceDefaults.Schema;

namespace Leasehold.Payments.Operators;

/// <summary>/leasehold/operations: the journal, and the way back for dead letters.</summary>
internal static class OperationsEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    private static readonly Refusal NoSuchOperation = new(
        404, "operation_not_found", new("There is no such operation.", "작업을 찾을 수 없습니다."));

    private static readonly Refusal NotDead = new(
        409,
        "operation_not_dead",
        new("Only a dead-lettered operation can be re-driven; this one goes on by itself, or has ended.",
            "중단된 작업만 다시 실행할 수 있습니다."));

    private static readonly Refusal BadState = new(
        400,
        "bad_state",
        new("state must be dead, prepared or completed.", "state는 dead, prepared, completed 중 하나여야 합니다."));

    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        var operations = app.MapGroup("/leasehold/operations")
            .ExcludeFromDescription().RequireOperator().WithWorkload(Workload.Background).NeedsTables();
        operations.MapGet("", ListAsync);
        operations.MapGet("/{id:guid}", ReadAsync);
        operations.MapPost("/{id:guid}/redrive", RedriveAsync);
    }

    /// <summary>Those in a state, dead by default, the oldest in front; <c>after</c> is the last of a page.</summary>
    private static async Task<IResult> ListAsync(
        HttpContext context, DurableOperations durable, string state = "dead", int? limit = null, Guid? after = null)
    {
        if (Enum.GetValues<DurableState>().Where(s => OperationAnswer.NameOf(s) == state).ToList() is not [var wanted])
        {
            return BadState.ToResult(context);
        }

        var last = after is { } id ? await durable.FindAsync(id, context.RequestAborted) : null;
        if (after is not null && last is null)
        {
            return NoSuchOperation.ToResult(context);
        }

        var records = await durable.ListAsync(
            wanted, Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit), last, context.RequestAborted);
        return TypedResults.Json(
            records.Select(OperationAnswer.Of).ToList(), ServiceJson.Readable.ListOperationAnswer);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, DurableOperations durable, Guid id)
        => await durable.FindAsync(id, context.RequestAborted) is { } record
            ? TypedResults.Json(OperationAnswer.Of(record), ServiceJson.Readable.OperationAnswer)
            : NoSuchOperation.ToResult(context);

    private static async Task<IResult> RedriveAsync(HttpContext context, DurableOperations durable, Guid id)
    {
        var wasDead = await durable.RedriveAsync(id, context.RequestAborted);
        return await durable.FindAsync(id, context.RequestAborted) is not { } record
            ? NoSuchOperation.ToResult(context)
            : wasDead
                ? TypedResults.Json(OperationAnswer.Of(record), ServiceJson.Readable.OperationAnswer)
                : NotDead.ToResult(context);
    }
}
