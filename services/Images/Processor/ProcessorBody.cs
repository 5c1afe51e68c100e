using Leasehold.Images.Options;

namespace Leasehold.Images.Processor;

/// <summary>What is asked of the processor.</summary>
internal sealed record ProcessorBody(string ImageUrl, ImageOptions Options);
