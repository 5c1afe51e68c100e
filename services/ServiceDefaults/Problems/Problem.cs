using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>What a caller is told about a fault: never exception text, a stack, or an address inside.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, when the caller can do something about it.</param>
/// <param name="RetryAfterSeconds">When to come again.</param>
internal readonly record struct Problem(int Status, string? Detail = null, int? RetryAfterSeconds = null)
{
    public static Problem Unexpected { get; } = new(StatusCodes.Status500InternalServerError);

    public static Problem Unavailable(string detail, int retryAfterSeconds)
        => new(StatusCodes.Status503ServiceUnavailable, detail, retryAfterSeconds);
}
