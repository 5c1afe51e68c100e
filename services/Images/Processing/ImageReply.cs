using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.ServiceDefaults.Http;

namespace Leasehold.Images.Processing;

/// <summary>Answers with an image as it stands.</summary>
internal static class ImageReply
{
    private const string ReplayedHeader = "Idempotent-Replayed";
    private const string Route = "/api/v1/images/";

    public static IResult To(HttpContext context, Decision decision)
    {
        if (decision.Refusal is { } refusal)
        {
            return refusal.ToResult();
        }

        if (decision.IsReplay)
        {
            context.Response.Headers[ReplayedHeader] = "true";
        }

        return decision.Image!.Status switch
        {
            ImageStates.Failed => Refusals.Failed(decision.Image),
            ImageStates.Completed => Answer(context, decision.Image, StatusCodes.Status200OK),
            _ => Accepted(context, decision.Image),
        };
    }

    /// <summary>202, whatever has become of it: asynchronous callers ask at Location.</summary>
    public static IResult Accept(HttpContext context, Decision decision)
    {
        if (decision.Refusal is { } refusal)
        {
            return refusal.ToResult();
        }

        if (decision.IsReplay)
        {
            context.Response.Headers[ReplayedHeader] = "true";
        }

        return Accepted(context, decision.Image!);
    }

    public static IResult Answer(HttpContext context, ImageRow row, int status)
    {
        context.Response.StatusCode = status;
        return JsonAnswer.Of(
            ImageAnswer.Of(row) with { ErrorMessage = KoreanTexts.In(context, row.ErrorMessage) },
            ServiceJson.Readable.ImageAnswer);
    }

    public static IResult Accepted(HttpContext context, ImageRow row)
    {
        context.Response.Headers.Location = $"{context.Request.PathBase}{Route}{row.TaskId}";
        return Answer(context, row, StatusCodes.Status202Accepted);
    }
}
