using Leasehold.Simulators.ImageProcessor.Http;
using Microsoft.Net.Http.Headers;

namespace Leasehold.Simulators.ImageProcessor.Results;

/// <summary>GET /results/{name}.</summary>
internal sealed class ResultEndpoint(ResultStore results)
{
    public async Task HandleAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        await using var file = results.TryOpen(name);
        if (file is null)
        {
            await ProblemAnswer.WriteAsync(context, Refusal.NotFound);
            return;
        }

        context.Response.ContentType = $"image/{name[(name.LastIndexOf('.') + 1)..]}";
        context.Response.ContentLength = file.Length;
        context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
