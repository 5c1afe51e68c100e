using Leasehold.Images.Fetching;
using Leasehold.Simulators.ImageProcessor.Http;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>What a pixel process answers: a refusal, or a result whose bytes follow it.</summary>
internal sealed record PixelAnswer(string? Code, string? Detail, PictureKind Kind, int Width, int Height)
{
    public static PixelAnswer Of(Refusal refusal) => new(refusal.Code, refusal.Detail, PictureKind.Unknown, 0, 0);

    public static PixelAnswer Of(ProcessedPicture picture)
        => new(null, null, picture.Kind, picture.Width, picture.Height);
}
