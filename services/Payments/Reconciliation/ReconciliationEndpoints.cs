using System.Globalization;
using Leasehold.Payments.Http;
using Leasehold.ServiceDefaults.Operators;
using Leasehold.ServiceDefaults.Schema;

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

    private static readonly Refusal NotBegun = new(
        409, "day_not_begun", new("The day has not begun.", "아직 시작되지 않은 날짜입니다."));

    private static readonly Refusal Incomplete = new(
        503,
        "reconciliation_incomplete",
        new("The gateway did not answer for all of the day, which stays open and is tried again.",
            "결제사에서 일부 내역을 확인하지 못했습니다. 해당 날짜는 다시 대사됩니다."))
    {
        MayPass = true,
    };

    public static void MapReconciliations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/leasehold/reconciliations")
            .ExcludeFromDescription().RequireOperator().WithWorkload(Workload.Background).NeedsTables();
        group.MapGet("", ListAsync);
        group.MapPost("/{date}", RunAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ReconciliationDays days)
    {
        var rows = await days.NewestAsync(DaysShown, context.RequestAborted);
        return TypedResults.Json(
            rows.ConvertAll(ReconciliationAnswer.Of), ServiceJson.Readable.ListReconciliationAnswer);
    }

    /// <summary>Compares it again, done or not; the answer comes when it is. A day that goes on stays open.</summary>
    private static async Task<IResult> RunAsync(
        HttpContext context, string date, DayReconciliation reconciliation)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return BadDate.ToResult(context);
        }

        if (!reconciliation.HasBegun(day))
        {
            return NotBegun.ToResult(context);
        }

        return await reconciliation.RunAsync(day, again: true, context.RequestAborted) switch
        {
            DayResult.Compared => TypedResults.NoContent(),
            DayResult.Incomplete => Incomplete.ToResult(context),
            _ => Running.ToResult(context),
        };
    }
}
