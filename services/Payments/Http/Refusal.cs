namespace Leasehold.Payments.Http;

/// <summary>An expected "no": a status, a code that programs can rely on, and a text for people.</summary>
internal sealed record Refusal(int Status, string Code, Phrase Detail)
{
    private static readonly string[] RetryAfterSeconds = ["2"];

    /// <summary>Whether coming again may help.</summary>
    public bool MayPass { get; init; }

    /// <param name="context">The request.</param>
    /// <param name="gatewayMessage">The gateway's own words where it was the gateway that said no.</param>
    public IResult ToResult(HttpContext context, string? gatewayMessage = null)
    {
        if (MayPass)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var extensions = new List<KeyValuePair<string, object?>> { new("code", Code) };
        if (gatewayMessage is not null)
        {
            extensions.Add(new("gateway_message", gatewayMessage));
        }

        return TypedResults.Problem(
            Detail.In(context.GetLanguage()), statusCode: Status, extensions: extensions);
    }
}
