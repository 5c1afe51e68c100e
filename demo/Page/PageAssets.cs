using System.Collections.Frozen;

namespace Leasehold.Demo.Page;

/// <summary>Scripts and styles, out of this assembly: nothing is fetched from elsewhere.</summary>
internal static class PageAssets
{
    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["MudBlazor.min.css"] = "text/css",
        ["MudBlazor.min.js"] = "text/javascript",
        ["blazor.web.js"] = "text/javascript",
        ["page.css"] = "text/css",
        ["page.js"] = "text/javascript",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static async Task AnswerAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string ?? "";
        if (!MediaTypes.TryGetValue(name, out var mediaType))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var content = typeof(PageAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        context.Response.ContentType = $"{mediaType}; charset=utf-8";
        context.Response.ContentLength = content.Length;

        // Asked for anew each time: the next build's page is at the same address.
        context.Response.Headers.CacheControl = "no-cache";
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
