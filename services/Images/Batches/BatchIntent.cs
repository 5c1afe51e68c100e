using System.Diagnostics.CodeAnalysis;
using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.Images.Processing;
using Leasehold.Images.Schema;

namespace Leasehold.Images.Batches;

/// <summary>A batch that passed every check that needs no database; all of it or nothing.</summary>
internal sealed record BatchIntent(string Tenant, string? Key, IReadOnlyList<ImageIntent> Items)
{
    public const int MaxItems = 10_000;

    private static readonly Refusal BadCount = new(
        422, "bad_items", $"items is required and must have 1 to {MaxItems} items.");

    public string Fingerprint { get; } = ServiceDefaults.Idempotency.Fingerprint.Of(
        Items.Select(static item => item.Fingerprint));

    public static Refusal? TryRead(
        string tenant, string? key, BatchRequest request, AllowedHosts allowed, [NotNull] out BatchIntent? intent)
    {
        intent = null!;
        if (request.Items is not { Count: >= 1 and <= MaxItems })
        {
            return BadCount;
        }

        var items = new List<ImageIntent>(request.Items.Count);
        foreach (var item in request.Items)
        {
            if (ImageIntent.TryRead(tenant, null, item ?? new ProcessRequest(), allowed, out var read) is { } refusal)
            {
                return refusal with { Detail = $"items[{items.Count}]: {refusal.Detail}" };
            }

            items.Add(read);
        }

        intent = new BatchIntent(tenant, key, items);
        return null;
    }

    public BatchRow ToRow(TimeProvider time)
        => new()
        {
            Id = ImageRow.IdOf(time.NewOperation()),
            Tenant = Tenant,
            IdempotencyKey = Key,
            Fingerprint = Key is null ? null : Fingerprint,
            Total = Items.Count,
            CreatedAt = time.NowUs(),
        };

    public IEnumerable<ImageRow> ToImages(BatchRow batch, TimeProvider time)
    {
        foreach (var item in Items)
        {
            var row = item.ToRow(time.NewOperation(), ImageStates.Pending, batch.CreatedAt);
            row.Batch = batch.Id;
            yield return row;
        }
    }
}
