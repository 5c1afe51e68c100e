using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Options;

namespace Leasehold.Images.Processing;

/// <summary>A piece of work that passed every check that needs no database.</summary>
internal sealed record ImageIntent(string Tenant, string? Key, ImageOptions Options)
{
    /// <summary>The caller's URL; null for an upload.</summary>
    public string? Url { get; init; }

    /// <summary>The uploaded blob; null for a URL.</summary>
    public string? SourceKey { get; init; }

    /// <summary>What the key stands for: the URL, or the hash of an upload, with the options.</summary>
    public required string Fingerprint { get; init; }

    public static Refusal? TryRead(
        string tenant, string? key, ProcessRequest request, AllowedHosts allowed, [NotNull] out ImageIntent? intent)
    {
        intent = null!;
        if (!UrlRule.TryRead(request.Url, allowed, out _, out var reason))
        {
            return Refusals.BadUrl(reason);
        }

        if (!OptionsReader.TryRead(request.Options, out var options, out reason))
        {
            return Refusals.BadOption(reason);
        }

        intent = new ImageIntent(tenant, key, options)
        {
            Url = request.Url,
            Fingerprint = ServiceDefaults.Idempotency.Fingerprint.Of("url", request.Url!, Text(options) ?? ""),
        };
        return null;
    }

    public static string? Text(ImageOptions options)
        => options == ImageOptions.None ? null : JsonSerializer.Serialize(options, ServiceJson.Default.ImageOptions);

    public ImageRow ToRow(Guid id, string status, long nowUs)
        => new()
        {
            Id = ImageRow.IdOf(id),
            TaskId = ImageRow.IdOf(id),
            Tenant = Tenant,
            IdempotencyKey = Key,
            Fingerprint = Key is null ? null : Fingerprint,
            OriginalUrl = Url,
            Options = Text(Options),
            SourceKey = SourceKey,
            Status = status,
            CreatedAt = nowUs,
            UpdatedAt = nowUs,
        };
}
