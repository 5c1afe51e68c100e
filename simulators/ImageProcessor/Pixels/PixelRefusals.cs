using Leasehold.Simulators.ImageProcessor.Http;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>Why a picture's pixels are not worked on, or not to the end.</summary>
internal static class PixelRefusals
{
    public static readonly Refusal Unreadable = Refusal.Unprocessable(
        "unreadable", "The picture is damaged or cut off.");

    public static readonly Refusal TooSlow = Refusal.Unprocessable(
        "too_slow", "The picture takes too long to process.");

    public static readonly Refusal TooDemanding = Refusal.Unprocessable(
        "too_demanding", "The picture takes more memory than it may, or ends what decodes it.");
}
