using System.Text.Json;
using Leasehold.Simulators.ImageProcessor.Http;
using Leasehold.Simulators.ImageProcessor.Results;

namespace Leasehold.Simulators.ImageProcessor.Samples;

/// <summary>GET /samples lists the sample pictures' addresses, GET /samples/{name} serves one.</summary>
internal sealed class SampleEndpoint(SamplePictures samples, ResultStore results)
{
    public Task ListAsync(HttpContext context)
    {
        var addresses = samples.All.Select(picture => $"\"{JsonEncodedText.Encode(results.AddressOf(picture.Path))}\"");
        var body = System.Text.Encoding.UTF8.GetBytes($"[{string.Join(',', addresses)}]");
        return Answer.WriteAsync(context, StatusCodes.Status200OK, Answer.Json, body);
    }

    public Task ReadAsync(HttpContext context)
        => samples.Find((string)context.Request.RouteValues["name"]!) is { } picture
            ? Answer.WriteAsync(context, StatusCodes.Status200OK, picture.MediaType, picture.Bytes)
            : ProblemAnswer.WriteAsync(context, Refusal.NotFound);
}
