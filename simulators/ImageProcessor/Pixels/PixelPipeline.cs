using Leasehold.Simulators.ImageProcessor.Pixels.Isolation;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>Decodes, transforms and encodes one picture; runs in a pixel process.</summary>
internal static class PixelPipeline
{
    /// <exception cref="PictureRefusedException">The picture or the result is too large.</exception>
    /// <exception cref="VipsException">The picture is damaged.</exception>
    public static ProcessedPicture Run(Picture picture, PixelJob job)
    {
        List<Image> steps = [];
        try
        {
            var opened = Decoding.Open(picture, job.MaxPixels, job.MaxFrames);
            steps.Add(opened);

            // Within the caps it fits into memory; rotation and cutting go back and forth in it.
            var decoded = opened.CopyMemory();
            steps.Add(decoded);
            var result = Transform.Apply(decoded, job.Options, job.MaxPixels, steps);
            var kind = Encoding.KindOf(job.Options, picture.Kind);
            var bytes = Encoding.Encode(result, kind, job.Options.Quality);
            return new ProcessedPicture(kind, bytes, result.Width, result.Height);
        }
        finally
        {
            for (var step = steps.Count - 1; step >= 0; step--)
            {
                steps[step].Dispose();
            }
        }
    }
}
