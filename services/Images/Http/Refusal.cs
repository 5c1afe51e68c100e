namespace Leasehold.Images.Http;

/// <summary>An expected "no": a status, a code that programs can rely on, and a text for people.</summary>
internal sealed record Refusal(int Status, string Code, string Detail)
{
    public IResult ToResult()
        => TypedResults.Problem(
            Detail, statusCode: Status, extensions: [KeyValuePair.Create<string, object?>("code", Code)]);
}
