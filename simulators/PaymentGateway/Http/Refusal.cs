namespace Leasehold.Simulators.PaymentGateway.Http;

/// <summary>An answer other than the one asked for: becomes an RFC 9457 problem.</summary>
internal sealed record Refusal(int Status, string Code, string Detail)
{
    public int? RetryAfterSeconds { get; init; }

    public string? MerchantUid { get; init; }

    public string? TransactionId { get; init; }

    public static Refusal BadRequest(string code, string detail) =>
        new(StatusCodes.Status400BadRequest, code, detail);

    public static Refusal NotFound(string detail) => new(StatusCodes.Status404NotFound, "not_found", detail);

    public static Refusal InProgress(string what) =>
        new(StatusCodes.Status409Conflict, "in_progress", $"A request with this {what} is still in progress.")
        {
            RetryAfterSeconds = 1,
        };

    public static Refusal Mismatch(string what) =>
        Unprocessable("idempotency_mismatch", $"This {what} was used before with other parameters.");

    public static Refusal Unprocessable(string code, string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, code, detail);

    public static Refusal TooManyRequests() =>
        new(StatusCodes.Status429TooManyRequests, "too_many_requests", "Slow down.") { RetryAfterSeconds = 1 };

    public static Refusal ServerError(int status) => new(status, "gateway_error", "The gateway failed.");
}
