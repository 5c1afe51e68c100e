using System.Text.Json;
using Leasehold.Images.Blobs;
using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Leasehold.Images.Options;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Leasehold.Images.Uploads;

/// <summary>Reads a multipart form part by part; the file goes straight into the blob store.</summary>
internal sealed class UploadForm(IBlobStore blobs, string blobKey, long maxBytes)
{
    private const int MaxBoundaryLength = 70;
    private const int MaxParts = 10;
    private const int MaxOptionsBytes = 4096;

    private static readonly Refusal NotMultipart = Refusals.BadBody("The body must be multipart/form-data.");
    private static readonly Refusal NoFile = new(422, "file_missing", "The form needs one file, in the part 'file'.");

    private static readonly Refusal TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "too_large", "The file has more bytes than this service takes.");

    public ImageOptions Options { get; private set; } = ImageOptions.None;

    /// <summary>The file's SHA-256; null before it was read.</summary>
    public string? Hash { get; private set; }

    /// <summary>Whether the blob is there.</summary>
    public bool IsStored { get; private set; }

    public async Task<Refusal?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value
                is not { Length: > 0 and <= MaxBoundaryLength } boundary)
        {
            return NotMultipart;
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, request.Body), cancellationToken);
        }
        catch (IntakeTooLargeException)
        {
            return TooLarge;
        }
        catch (Exception problem) when (problem is InvalidDataException
            || (problem is IOException and not BadHttpRequestException && !cancellationToken.IsCancellationRequested))
        {
            return NotMultipart;
        }
    }

    private async Task<Refusal?> ReadPartsAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } part; count++)
        {
            if (count == MaxParts)
            {
                return NotMultipart;
            }

            var refusal = NameOf(part) switch
            {
                "file" => await ReadFileAsync(part, cancellationToken),
                "options" => await ReadOptionsAsync(part, cancellationToken),
                _ => null,
            };
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return IsStored ? null : NoFile;
    }

    private static string? NameOf(MultipartSection part)
        => ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
            : null;

    private async Task<Refusal?> ReadFileAsync(MultipartSection part, CancellationToken cancellationToken)
    {
        if (IsStored)
        {
            return NoFile;
        }

        await using var intake = await IntakeStream.OpenAsync(part.Body, maxBytes, cancellationToken);
        var declared = MediaTypeHeaderValue.TryParse(part.ContentType, out var type) ? type.MediaType.Value : null;
        if (intake.Kind == PictureKind.Heic)
        {
            return Refusals.Heic;
        }

        if (!PictureKinds.IsTaken(intake.Kind) || !PictureKinds.Agrees(declared, intake.Kind))
        {
            return Refusals.NotAPicture;
        }

        await blobs.WriteAsync(blobKey, intake, cancellationToken);
        IsStored = true;
        Hash = intake.HashSoFar();
        return null;
    }

    private async Task<Refusal?> ReadOptionsAsync(MultipartSection part, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxOptionsBytes + 1];
        var length = await part.Body.ReadAtLeastAsync(
            bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxOptionsBytes)
        {
            return Refusals.BadOption("options has too many characters");
        }

        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            if (!OptionsReader.TryRead(json.RootElement, out var options, out var reason))
            {
                return Refusals.BadOption(reason);
            }

            Options = options;
            return null;
        }
        catch (JsonException)
        {
            return Refusals.BadBody("options is not JSON.");
        }
    }
}
