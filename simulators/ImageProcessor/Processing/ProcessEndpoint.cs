using System.Text.Json;
using Leasehold.Images.Options;
using Leasehold.Simulators.ImageProcessor.Control;
using Leasehold.Simulators.ImageProcessor.Faults;
using Leasehold.Simulators.ImageProcessor.Fetching;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Http;
using Leasehold.Simulators.ImageProcessor.Pixels;
using Leasehold.Simulators.ImageProcessor.Results;
using Leasehold.Simulators.ImageProcessor.Samples;

namespace Leasehold.Simulators.ImageProcessor.Processing;

/// <summary>POST /process.</summary>
/// <remarks>
/// The same picture and options may be asked for any number of times; under one Idempotency-Key the result has one
/// name, so that a repeat replaces it.
/// </remarks>
internal sealed class ProcessEndpoint(
    PictureDownload download,
    PixelWork pixels,
    ResultStore results,
    SamplePictures samples,
    FaultDial faults,
    FaultyLine line,
    Traffic traffic,
    TimeProvider time,
    ILogger<ProcessEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var visit = traffic.Enter();
        var startedAt = time.GetTimestamp();
        var request = await JsonBody.ReadAsync(context, ProcessorJson.Default.ProcessRequest);
        if (request is null)
        {
            return;
        }

        if (!OptionsReader.TryRead(request.Options, out var options, out var reason))
        {
            await RefuseAsync(context, Refusal.Unprocessable("option_refused", $"{reason}."));
            return;
        }

        var roll = faults.Current.NextRoll();
        if (!await line.PauseAsync(context, roll.Latency()))
        {
            return;
        }

        var before = roll.Before();
        if (before != Fault.None)
        {
            await line.FailAsync(context, before, roll.Faults);
            return;
        }

        try
        {
            var answer = roll.Faults.SkipPixels
                ? MakeUp(options)
                : await ProcessAsync(context, request.ImageUrl, options);
            traffic.CountProcessed();
            answer = answer with { ProcessingTime = Math.Round(time.GetElapsedTime(startedAt).TotalSeconds, 6) };
            var body = JsonSerializer.SerializeToUtf8Bytes(answer, ProcessorJson.Default.ProcessAnswer);
            await line.AnswerAsync(context, roll.After(), roll.Faults, body);
        }
        catch (PictureRefusedException problem)
        {
            logger.Refused(problem.Refusal.Code);
            await RefuseAsync(context, problem.Refusal);
        }
    }

    private async Task<ProcessAnswer> ProcessAsync(HttpContext context, string? url, ImageOptions options)
    {
        var picture = await download.FetchAsync(url, context.RequestAborted);
        var result = await pixels.RunAsync(picture, options, context.RequestAborted);
        var name = ResultName.For(context.Request.Headers["Idempotency-Key"].ToString(), result.Kind);
        var address = await results.WriteAsync(name, result.Bytes, context.RequestAborted);
        return new ProcessAnswer(address, result.Width, result.Height, result.Bytes.Length, 0);
    }

    /// <summary>One of the sample pictures stands for the result; only its sides are as asked for.</summary>
    private ProcessAnswer MakeUp(ImageOptions options)
    {
        var sample = samples.Any;
        return new ProcessAnswer(
            results.AddressOf(sample.Path),
            options.Width ?? sample.Width,
            options.Height ?? sample.Height,
            sample.Bytes.Length,
            0);
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        traffic.CountRefused();
        return ProblemAnswer.WriteAsync(context, refusal);
    }
}
