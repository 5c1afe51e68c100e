using Leasehold.Images.Fetching;
using Leasehold.Images.Options;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>What a pixel process is asked for; the picture's bytes follow it.</summary>
internal sealed record PixelJob(PictureKind Kind, ImageOptions Options, long MaxPixels, int MaxFrames);
