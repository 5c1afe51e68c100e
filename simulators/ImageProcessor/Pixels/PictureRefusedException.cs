using Leasehold.Simulators.ImageProcessor.Http;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>The picture cannot be had or is not one to process; carries what the caller is told.</summary>
internal sealed class PictureRefusedException(Refusal refusal, Exception? inner = null)
    : Exception(refusal.Detail, inner)
{
    public Refusal Refusal => refusal;
}
