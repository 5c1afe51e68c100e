namespace Leasehold.Simulators.ImageProcessor.Http;

/// <summary>Writes a whole answer with its length, in one go.</summary>
internal static class Answer
{
    public const string Json = "application/json";

    public static async Task WriteAsync(
        HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        Begin(context, status, contentType, body.Length);
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    public static void Begin(HttpContext context, int status, string contentType, int length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = length;
    }
}
