using System.Globalization;
using Leasehold.Payments.Http;

namespace Leasehold.Payments.Reconciliation;

/// <summary>/leasehold/reconciliations: which days were compared; comparing one now.</summary>
internal static class ReconciliationEndpoints
{
    private const int DaysShown = 100;

    private static readonly Refusal BadDate = new(
        400, "bad_date", new("The date must be written yyyy-MM-dd.", "날짜는 yyyy-MM-dd 형식이어야 합니다."));

    private static readonly Refusal Running = new(
        409, "reconciliation_running", new("An instance is comparing this day.", "이미 대사가 진행 중인 날짜입니다."))
    {
        MayPass = true,
    };

    public static void MapReconciliations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/leasehold/reconciliations")
            .ExcludeFromDescription().RequireOperator().WithWorkload(Workload.Background);
        group.MapGet("", ListAsync);
        group.MapPost("/{date}", RunAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ReconciliationDays days)
    {
        var rows = await days.NewestAsync(DaysShown, context.RequestAborted);
        return TypedResults.Json(
            rows.ConvertAll(ReconciliationAnswer.Of), ServiceJson.Readable.ListReconciliationAnswer);
    }

    /// <summary>Compares it again, done or not; the answer comes when it is.</summary>
    private static async Task<IResult> RunAsync(
        HttpContext context, string date, DayReconciliation reconciliation)
        => !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? BadDate.ToResult(context)
            : await reconciliation.RunAsync(day, again: true, context.RequestAborted)
                ? TypedResults.NoContent()
                : Running.ToResult(context);
}
