namespace Leasehold.Simulators.ImageProcessor.Processing;

/// <summary>The answer of POST /process.</summary>
/// <param name="ProcessedUrl">Where the result is served.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FileSize">Bytes.</param>
/// <param name="ProcessingTime">Seconds.</param>
internal sealed record ProcessAnswer(string ProcessedUrl, int Width, int Height, long FileSize, double ProcessingTime);
