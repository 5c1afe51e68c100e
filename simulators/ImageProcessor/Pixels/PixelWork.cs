using Leasehold.Images.Options;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Http;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>Decodes, transforms and encodes, a bounded number of pictures at a time, each in bounded time.</summary>
internal sealed class PixelWork : IDisposable
{
    private static readonly Refusal Unreadable = Refusal.Unprocessable(
        "unreadable", "The picture is damaged or cut off.");

    private static readonly Refusal TooSlow = Refusal.Unprocessable(
        "too_slow", "The picture takes too long to process.");

    private readonly ProcessorSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    private int _waiting;

    public PixelWork(ProcessorSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _places = new SemaphoreSlim(settings.Concurrency);

        // The process' own: one thread per picture, nothing kept from one to the next, no loader that is not hardened.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
    }

    /// <exception cref="PictureRefusedException">It is damaged, too large or too slow; or too many wait.</exception>
    public async Task<ProcessedPicture> RunAsync(
        Picture picture, ImageOptions options, CancellationToken cancellationToken)
    {
        await TakePlaceAsync(cancellationToken);
        using var bound = new CancellationTokenSource(_settings.PixelTimeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        var work = Task.Run(() => Run(picture, options, end.Token), CancellationToken.None);

        // The place is given back when the work has really ended, so that stuck pictures do not pile up.
        _ = work.ContinueWith(
            _ => _places.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(end.Token);
        }
        catch (Exception problem) when (bound.IsCancellationRequested && problem is not PictureRefusedException)
        {
            throw new PictureRefusedException(TooSlow, problem);
        }
        catch (VipsException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureRefusedException(Unreadable, problem);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task TakePlaceAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > _settings.MaxWaiting + _settings.Concurrency)
        {
            Interlocked.Decrement(ref _waiting);
            throw new PictureRefusedException(Refusal.Busy);
        }

        try
        {
            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private ProcessedPicture Run(Picture picture, ImageOptions options, CancellationToken cancellationToken)
    {
        List<Image> steps = [];
        try
        {
            var opened = Decoding.Open(picture, _settings.MaxPixels, _settings.MaxFrames);
            steps.Add(opened);
            opened.SetProgress(null, cancellationToken);

            // Within the caps it fits into memory; rotation and cutting go back and forth in it.
            var decoded = opened.CopyMemory();
            steps.Add(decoded);
            var result = Transform.Apply(decoded, options, _settings.MaxPixels, steps);
            result.SetProgress(null, cancellationToken);
            var kind = Encoding.KindOf(options, picture.Kind);
            var bytes = Encoding.Encode(result, kind, options.Quality);
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
