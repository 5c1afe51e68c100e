namespace Leasehold.Simulators.ImageProcessor.Http;

/// <summary>An answer other than the one asked for: becomes an RFC 9457 problem.</summary>
internal sealed record Refusal(int Status, string Code, string Detail)
{
    public int? RetryAfterSeconds { get; init; }

    public static Refusal NotFound { get; } =
        new(StatusCodes.Status404NotFound, "not_found", "There is no such thing.");

    public static Refusal TooManyRequests { get; } =
        new(StatusCodes.Status429TooManyRequests, "too_many_requests", "Slow down.") { RetryAfterSeconds = 1 };

    public static Refusal Busy { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "busy", "Too many pictures are waiting.")
        {
            RetryAfterSeconds = 2,
        };

    public static Refusal BadRequest(string code, string detail) =>
        new(StatusCodes.Status400BadRequest, code, detail);

    public static Refusal Unprocessable(string code, string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, code, detail);

    public static Refusal ServerError(int status) => new(status, "processor_error", "The processor failed.");
}
