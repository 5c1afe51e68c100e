using System.Net;
using Leasehold.Images.Fetching;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Http;
using Leasehold.Simulators.ImageProcessor.Pixels;

namespace Leasehold.Simulators.ImageProcessor.Fetching;

/// <summary>Downloads a picture from a user's URL.</summary>
/// <remarks>
/// Whatever goes wrong on the way is the same answer: who asks must not learn which hosts exist or which ports are
/// open.
/// </remarks>
internal sealed class PictureDownload(HttpClient http, ProcessorSettings settings, TimeProvider time)
{
    private const int MaxRedirects = 3;
    private const int ChunkBytes = 64 * 1024;

    private static readonly Refusal Heic = Refusal.Unprocessable(
        "heic_refused", "HEIC pictures are not taken. Convert it to JPEG, PNG, WebP or AVIF first.");

    private static readonly Refusal NotFetched = Refusal.Unprocessable(
        "fetch_failed", "The picture could not be fetched.");

    private static readonly Refusal TooLarge = Refusal.Unprocessable("too_large", "The picture has too many bytes.");

    private static readonly Refusal Mislabelled = Refusal.Unprocessable(
        "not_a_picture", "What the address serves is not the picture it says it is.");

    /// <exception cref="PictureRefusedException">It cannot be had.</exception>
    public async Task<Picture> FetchAsync(string? text, CancellationToken cancellationToken)
    {
        if (!UrlRule.TryRead(text, settings.Hosts, out var url, out var reason))
        {
            throw new PictureRefusedException(
                Refusal.Unprocessable("url_refused", $"image_url is refused: {reason}."));
        }

        using var deadline = new CancellationTokenSource(settings.DownloadTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await FollowAsync(url, end.Token);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureRefusedException(NotFetched, problem);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw new PictureRefusedException(NotFetched, problem);
        }
    }

    private async Task<Picture> FollowAsync(Uri url, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.AcceptEncoding.ParseAdd("identity");
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await ReadAsync(response.Content, cancellationToken);
            }

            url = Next(url, response);
        }

        throw new PictureRefusedException(NotFetched);
    }

    private Uri Next(Uri from, HttpResponseMessage response)
    {
        var isRedirect = (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;
        if (!isRedirect || response.Headers.Location is not { } location)
        {
            throw new PictureRefusedException(NotFetched);
        }

        var next = location.IsAbsoluteUri ? location : new Uri(from, location);
        return (from.Scheme is "http" || next.Scheme is "https") && UrlRule.Allows(next, settings.Hosts)
            ? next : throw new PictureRefusedException(NotFetched);
    }

    private async Task<Picture> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // Asked for as it is; what comes packed all the same could unpack to anything.
        if (content.Headers.ContentEncoding.Any(static name => name is not "identity"))
        {
            throw new PictureRefusedException(Mislabelled);
        }

        if (content.Headers.ContentLength > settings.MaxBytes)
        {
            throw new PictureRefusedException(TooLarge);
        }

        var bytes = await ReadBytesAsync(content, cancellationToken);
        var kind = PictureKinds.Of(bytes.AsSpan(0, Math.Min(bytes.Length, PictureKinds.MagicBytes)));
        if (kind == PictureKind.Heic)
        {
            throw new PictureRefusedException(Heic);
        }

        return PictureKinds.IsTaken(kind) && PictureKinds.Agrees(content.Headers.ContentType?.MediaType, kind)
            ? new Picture(kind, bytes)
            : throw new PictureRefusedException(Mislabelled);
    }

    private async Task<byte[]> ReadBytesAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (bytes.Length + read > settings.MaxBytes)
            {
                throw new PictureRefusedException(TooLarge);
            }

            bytes.Write(chunk, 0, read);
        }

        return bytes.ToArray();
    }
}
