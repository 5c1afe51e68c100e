using Leasehold.Images.Processing;

namespace Leasehold.Images.Batches;

/// <summary>The body of POST /batch, as sent.</summary>
internal sealed class BatchRequest
{
    public IReadOnlyList<ProcessRequest?>? Items { get; set; }
}
