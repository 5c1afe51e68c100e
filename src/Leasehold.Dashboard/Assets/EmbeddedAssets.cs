using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>Scripts and styles, out of this assembly: there whatever the application does with static files.</summary>
/// <remarks>Thread-safe. The version in the address is their hash, so they may be kept for ever.</remarks>
internal static class EmbeddedAssets
{
    private static readonly FrozenDictionary<string, string> MediaTypes =
        new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MudBlazor.min.css"] = "text/css",
        ["MudBlazor.min.js"] = "text/javascript",
        ["blazor.web.js"] = "text/javascript",
        ["dashboard.css"] = "text/css",
        ["dashboard.js"] = "text/javascript",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<FrozenDictionary<string, byte[]>> Packed = new(static () =>
        MediaTypes.Keys.ToFrozenDictionary(static name => name, static name => Pack(name), StringComparer.Ordinal));

    private static readonly Lazy<string> Version = new(static () =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, bytes) in Packed.Value.OrderBy(static asset => asset.Key, StringComparer.Ordinal))
        {
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    });

    public static string AddressOf(string name) => $"assets/{Version.Value}/{name}";

    public static async Task AnswerAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string ?? "";
        if (!MediaTypes.TryGetValue(name, out var mediaType))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentType = $"{mediaType}; charset=utf-8";
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        var packed = Packed.Value[name];
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            headers.ContentEncoding = "gzip";
            headers.ContentLength = packed.Length;
            await context.Response.Body.WriteAsync(packed, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        await unpacked.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Pack(string name)
    {
        using var source = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            source.CopyTo(zip);
        }

        return packed.ToArray();
    }
}
