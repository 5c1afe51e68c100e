using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Leasehold.Simulators.ImageProcessor.Http;

/// <summary>Reads a bounded JSON body; what cannot be read is answered here with a problem.</summary>
internal static class JsonBody
{
    /// <summary>The body, or null when it was refused and the answer has been written.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        Refusal refusal;
        try
        {
            // The client's disconnect must not decide whether work is done: only the read is tied to it.
            var body = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted);
            if (body is not null)
            {
                return body;
            }

            refusal = Refusal.BadRequest("bad_json", "A JSON object is required.");
        }
        catch (JsonException problem)
        {
            refusal = Refusal.BadRequest("bad_json", $"The body is not the JSON asked for, near {problem.Path}.");
        }
        catch (BadHttpRequestException problem)
        {
            refusal = new Refusal(problem.StatusCode, "bad_request", "The request cannot be read.");
        }

        await ProblemAnswer.WriteAsync(context, refusal);
        return null;
    }
}
