using Leasehold.Images.Images;

namespace Leasehold.Images.Http;

/// <summary>The refusals of more than one route. No value of the request is ever repeated.</summary>
internal static class Refusals
{
    public static readonly Refusal ImageNotFound = new(404, "image_not_found", "There is no such image.");

    public static readonly Refusal ContentNotFound = new(
        404, "content_not_found", "There is no stored result of this image.");

    public static readonly Refusal BatchNotFound = new(404, "batch_not_found", "There is no such batch.");

    public static readonly Refusal SourceGone = new(
        409, "source_gone", "The uploaded file is gone by now; upload it again.");

    public static readonly Refusal InProcess = new(
        409, "image_in_process", "The image is being processed; it can be deleted once that is over.");

    public static readonly Refusal KeyMalformed = new(
        400,
        "idempotency_key_malformed",
        "Idempotency-Key must come once, with 1 to 255 visible ASCII characters, bare or in quotes.");

    public static readonly Refusal KeyReused = new(
        422, "idempotency_key_reused", "This Idempotency-Key was used before with another payload.");

    public static readonly Refusal NotAPicture = new(
        422, "not_a_picture", "The file is not a JPEG, PNG, WebP, GIF or AVIF picture, or not the one it says it is.");

    public static readonly Refusal Heic = new(
        422, "heic_refused", "HEIC pictures are not taken. Convert it to JPEG, PNG, WebP or AVIF first.");

    public static Refusal NotFailed(string status) => new(
        409, "image_not_failed", $"Only a failed image can be tried again; this one is {status}.");

    public static Refusal BadUrl(string reason) => new(422, "url_refused", $"url is refused: {reason}.");

    public static Refusal BadOption(string reason) => new(422, "option_refused", $"{reason}.");

    public static Refusal BadBody(string detail) => new(400, "bad_request", detail);

    /// <summary>Processing has failed for good: the caller may look at the row.</summary>
    public static IResult Failed(ImageRow row)
        => TypedResults.Problem(
            row.ErrorMessage,
            statusCode: StatusCodes.Status502BadGateway,
            extensions:
            [
                KeyValuePair.Create<string, object?>("code", "processing_failed"),
                KeyValuePair.Create<string, object?>("task_id", row.TaskId),
            ]);
}
