using Leasehold.Simulators.ImageProcessor.Http;

namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>The line between the processor and its caller, with its delays and its breaks.</summary>
internal sealed class FaultyLine(TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Waits while the caller does; false when the caller or the host has gone.</summary>
    public async Task<bool> PauseAsync(HttpContext context, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            return true;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Task.Delay(delay, time, end.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            return false;
        }
    }

    /// <summary>Ends a request that a fault hit.</summary>
    public Task FailAsync(HttpContext context, Fault fault, FaultSettings faults) => fault switch
    {
        Fault.TooManyRequests => ProblemAnswer.WriteAsync(context, Refusal.TooManyRequests),
        Fault.DropBefore or Fault.DropAfter => Drop(context),
        Fault.HangBefore or Fault.HangAfter => HangAsync(context),
        _ => ProblemAnswer.WriteAsync(context, Refusal.ServerError(faults.ErrorStatus)),
    };

    /// <summary>Sends the answer, as far as the fault lets it through.</summary>
    public Task AnswerAsync(HttpContext context, Fault fault, FaultSettings faults, byte[] body) => fault switch
    {
        Fault.ErrorAfter or Fault.DropAfter or Fault.HangAfter => FailAsync(context, fault, faults),
        Fault.Malformed => WriteAsync(context, body.AsMemory(0, body.Length / 2)),
        _ => WriteAsync(context, body),
    };

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body) =>
        Answer.WriteAsync(context, StatusCodes.Status200OK, Answer.Json, body);

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task HangAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, end.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
