using Leasehold.Images.Fetching;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>A picture's bytes and their kind, told by the bytes.</summary>
internal sealed record Picture(PictureKind Kind, byte[] Bytes);
