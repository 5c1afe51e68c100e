using System.Buffers;
using Leasehold.Payments.Http;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Schema;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Operators;
using Leasehold.ServiceDefaults.Schema;
using LinqToDB;
using LinqToDB.Async;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Leasehold.Payments.Reviews;

/// <summary>/leasehold/reviews: what people have to look at, of all tenants.</summary>
internal static class ReviewsEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;
    private const int IdLength = 32;

    private static readonly Refusal NoSuchReview = new(
        404, "review_not_found", new("There is no such review.", "검토 항목을 찾을 수 없습니다."));

    private static readonly Refusal BadQuery = new(
        400,
        "bad_query",
        new("status must be open or resolved, and after a review_id.",
            "status는 open 또는 resolved, after는 review_id여야 합니다."));

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdef");

    public static void MapReviews(this IEndpointRouteBuilder app)
    {
        var reviews = app.MapGroup("/leasehold/reviews")
            .ExcludeFromDescription().RequireOperator().WithWorkload(Workload.Background).NeedsTables();
        reviews.MapGet("", ListAsync);
        reviews.MapPost("/{id}/resolve", ResolveAsync);
    }

    /// <summary>The oldest in front; <c>after</c> is the last review_id of the page before.</summary>
    private static async Task<IResult> ListAsync(
        HttpContext context,
        ConnectionPools pools,
        ServiceDatabase database,
        string status = ReviewRow.Open,
        int? limit = null,
        string after = "")
    {
        if (status is not (ReviewRow.Open or ReviewRow.Resolved) || (after.Length > 0 && !IsId(after)))
        {
            return BadQuery.ToResult(context);
        }

        var count = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var rows = await pools.InReadSessionAsync(
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.GetTable<ReviewRow>()
                    .Where(r => r.Status == status && string.Compare(r.Id, after) > 0)
                    .OrderBy(static r => r.Id)
                    .Take(count)
                    .ToListAsync(token);
            },
            context.RequestAborted);
        return TypedResults.Json(rows.ConvertAll(ReviewAnswer.Of), ServiceJson.Readable.ListReviewAnswer);
    }

    private static async Task<IResult> ResolveAsync(
        HttpContext context,
        string id,
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ResolveRequest? body,
        ConnectionPools pools,
        ServiceDatabase database,
        TimeProvider time)
    {
        if (!IsId(id))
        {
            return NoSuchReview.ToResult(context);
        }

        if (body?.Note is { } note && RefundRefusals.OfText(note) is { } refusal)
        {
            return refusal.ToResult(context);
        }

        var (now, written) = (time.NowUs(), body?.Note);
        var row = await pools.InSessionAsync(
            async (session, token) =>
            {
                using var db = database.On(session);
                await db.GetTable<ReviewRow>()
                    .Where(r => r.Id == id && r.Status == ReviewRow.Open)
                    .Set(static r => r.Status, ReviewRow.Resolved)
                    .Set(static r => r.Note, written)
                    .Set(static r => r.ResolvedUs, now)
                    .UpdateAsync(token);
                return await db.GetTable<ReviewRow>().FirstOrDefaultAsync(r => r.Id == id, token);
            },
            context.RequestAborted);
        return row is null
            ? NoSuchReview.ToResult(context)
            : TypedResults.Json(ReviewAnswer.Of(row), ServiceJson.Readable.ReviewAnswer);
    }

    private static bool IsId(string text) => text.Length == IdLength && !text.AsSpan().ContainsAnyExcept(IdCharacters);
}
