namespace Leasehold.Simulators.ImageProcessor.Samples;

/// <summary>One of the pictures the processor makes itself.</summary>
internal sealed record SamplePicture(string Name, string MediaType, byte[] Bytes, int Width, int Height)
{
    public string Path => $"/samples/{Name}";
}
