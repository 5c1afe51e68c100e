namespace Leasehold.Payments.Http;

/// <summary>An expected "no": a status, a code that programs can rely on, and a text for people.</summary>
internal sealed record Refusal(int Status, string Code, Phrase Detail)
{
    private static readonly string[] RetryAfterSeconds = ["2"];

    /// <summary>Whether coming again may help.</summary>
    public bool MayPass { get; init; }

    public IResult ToResult(HttpContext context)
    {
        if (MayPass)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return TypedResults.Problem(
            Detail.In(context.GetLanguage()),
            statusCode: Status,
            extensions: [KeyValuePair.Create<string, object?>("code", Code)]);
    }
}
