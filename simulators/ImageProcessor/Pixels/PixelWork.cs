using System.Threading.RateLimiting;
using Leasehold.Images.Options;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Http;
using Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>
/// Has pictures decoded, transformed and encoded in processes of their own: a bounded number at a time, each in bounded
/// time and memory. A picture that ends its process, or takes too long, ends nothing else.
/// </summary>
internal sealed class PixelWork(ProcessorSettings settings, PixelProcesses processes, TimeProvider time) : IDisposable
{
    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.Concurrency,
        QueueLimit = settings.MaxWaiting,
    });

    /// <exception cref="PictureRefusedException">It is damaged, too large or too slow; or too many wait.</exception>
    public async Task<ProcessedPicture> RunAsync(
        Picture picture, ImageOptions options, CancellationToken cancellationToken)
    {
        using var place = await _places.AcquireAsync(1, cancellationToken);
        if (!place.IsAcquired)
        {
            throw new PictureRefusedException(Refusal.Busy);
        }

        var process = await TakeProcessAsync(cancellationToken);
        var job = new PixelJob(picture.Kind, options, settings.MaxPixels, settings.MaxFrames);
        return await RunAsync(process, picture, job, cancellationToken);
    }

    public void Dispose() => _places.Dispose();

    private async Task<ProcessedPicture> RunAsync(
        PixelProcess process, Picture picture, PixelJob job, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(settings.PixelTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            var result = await process.RunAsync(picture, job, end.Token);
            processes.Return(process);
            return result;
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            process.Dispose();
            throw new PictureRefusedException(PixelRefusals.TooSlow, problem);
        }
        catch (PictureRefusedException problem) when (problem.Refusal.Code != PixelRefusals.TooDemanding.Code)
        {
            // It looked at the picture and said no; the next one it may like.
            processes.Return(process);
            throw;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private async Task<PixelProcess> TakeProcessAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await processes.TakeAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or System.ComponentModel.Win32Exception)
        {
            // The picture is not to blame, so whoever asked may ask again.
            throw new PictureRefusedException(Refusal.Busy, problem);
        }
    }
}
