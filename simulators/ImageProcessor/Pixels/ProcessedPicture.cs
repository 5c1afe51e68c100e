using Leasehold.Images.Fetching;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>A result, encoded.</summary>
internal sealed record ProcessedPicture(PictureKind Kind, byte[] Bytes, int Width, int Height);
