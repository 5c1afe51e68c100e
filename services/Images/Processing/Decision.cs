using Leasehold.Images.Http;
using Leasehold.Images.Images;

namespace Leasehold.Images.Processing;

/// <summary>How a request ends: with an image, new or found, or with a refusal.</summary>
internal readonly record struct Decision(ImageRow? Image, bool IsReplay, Refusal? Refusal)
{
    public static Decision Of(ImageRow image) => new(image, false, null);

    /// <summary>The key is known: the same work, or another one under the same key.</summary>
    public static Decision Replay(ImageRow found, string fingerprint)
        => string.Equals(found.Fingerprint, fingerprint, StringComparison.Ordinal)
            ? new(found, true, null)
            : new(null, false, Refusals.KeyReused);
}
